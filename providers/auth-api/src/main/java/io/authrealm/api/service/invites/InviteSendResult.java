package io.authrealm.api.service.invites;

/** How a request ends that invites somebody, or does it again. */
public sealed interface InviteSendResult {

    /** The mail is on its way, unless the tenant has not set the address of its app. */
    record Sent(SentInvite sent) implements InviteSendResult {}

    /** There is no such invite that is pending or has expired. */
    record NotFound() implements InviteSendResult {}

    /** The realm takes no account with the address. */
    record AddressRefused() implements InviteSendResult {}

    /** The realm has no such role. */
    record UnknownRole() implements InviteSendResult {}

    /** The caller may not give the role, or not all that is in it. */
    record RoleRefused() implements InviteSendResult {}

    /**
     * The tenant has as many invites as it may have.
     *
     * @param most that it may have
     */
    record TooMany(int most) implements InviteSendResult {}

    /** The address may not get a link again so soon. */
    record Limited(int retryAfterSeconds) implements InviteSendResult {}

    /** Too many messages are waiting to be sent already. */
    record Busy(int retryAfterSeconds) implements InviteSendResult {}
}
