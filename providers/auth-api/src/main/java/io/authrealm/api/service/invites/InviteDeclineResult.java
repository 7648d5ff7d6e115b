package io.authrealm.api.service.invites;

/** How a request ends that declines an invite. */
public sealed interface InviteDeclineResult {

    record Declined() implements InviteDeclineResult {}

    /** The user has no such invite that can still be accepted. */
    record NotPending() implements InviteDeclineResult {}
}
