package io.authrealm.api.service.link;

/** How a request for a mail ends. It says nothing about which addresses have an account. */
public sealed interface MailRequestResult {

    /** The mail is on its way if the address has an account that gets one. */
    record Accepted() implements MailRequestResult {}

    /** The tenant reveals accounts, and there is none with the address. */
    record UnknownUser() implements MailRequestResult {}

    /** The tenant reveals accounts, and the address of this one has to be verified first. */
    record AddressUnverified() implements MailRequestResult {}

    /** The tenant that the client sees has no such links. */
    record MethodDisabled() implements MailRequestResult {}

    /** Too many messages are waiting to be sent already. */
    record Busy(int retryAfterSeconds) implements MailRequestResult {}
}
