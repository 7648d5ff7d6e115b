package io.authrealm.api.service.invites;

/** How the acceptance of an invite ends for a signed-in user. */
public sealed interface InviteJoinResult {

    /** The user has what came with the invite. */
    record Joined(String userId, String tenantId) implements InviteJoinResult {}

    /** The invite cannot be accepted. */
    record Refused(InviteRefusal why) implements InviteJoinResult {}

    /** The invite is to another address than the user's. */
    record OtherAddress() implements InviteJoinResult {}

    /** The user comes from a directory that this server may not change. */
    record ReadOnly() implements InviteJoinResult {}
}
