package io.authrealm.api.service.mailbox;

import java.util.List;

/** How a request for a link that proves an address ends. */
public sealed interface MailboxMailResult {

    /** A mail is on its way if the address has no account. */
    record Accepted() implements MailboxMailResult {}

    /** The tenant reveals accounts, and there is one with the address. */
    record Taken() implements MailboxMailResult {}

    /**
     * The tenant has no front end of that name.
     *
     * @param known those that it has
     */
    record UnknownFrontEnd(List<String> known) implements MailboxMailResult {}

    /** The front end of that name is for admins, who do not register. */
    record ForAdmins() implements MailboxMailResult {}

    /** The tenant has no address of the front end. */
    record NoAddress() implements MailboxMailResult {}

    /** The realm's user profile takes no such address, whether or not it has an account. */
    record AddressRefused() implements MailboxMailResult {}

    /** The realm does not let users register. */
    record RegistrationClosed() implements MailboxMailResult {}

    /** Too many messages are waiting to be sent already. */
    record Busy(int retryAfterSeconds) implements MailboxMailResult {}
}
