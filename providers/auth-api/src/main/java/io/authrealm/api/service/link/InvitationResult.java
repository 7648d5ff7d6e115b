package io.authrealm.api.service.link;

/** How a request for the mail to an invited user ends. */
public sealed interface InvitationResult {

    /** The mail is on its way. */
    record Sent() implements InvitationResult {}

    /** The user has proved the address already. */
    record AlreadyVerified() implements InvitationResult {}

    /** The user has no address, or the tenant has not set the address of its app. */
    record Unavailable() implements InvitationResult {}

    /** The address may not get a link again so soon. */
    record Limited(int retryAfterSeconds) implements InvitationResult {}

    /** Too many messages are waiting to be sent already. */
    record Busy(int retryAfterSeconds) implements InvitationResult {}
}
