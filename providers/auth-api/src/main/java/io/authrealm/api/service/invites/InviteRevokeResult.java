package io.authrealm.api.service.invites;

/** How a request ends that revokes an invite. */
public sealed interface InviteRevokeResult {

    record Revoked() implements InviteRevokeResult {}

    /** There is no such invite that can still be accepted. */
    record NotFound() implements InviteRevokeResult {}
}
