package io.authrealm.api.service.mailbox;

/** How following a link ends that proves an address. */
public sealed interface MailboxProofResult {

    /** The client may sign up with the address now. */
    record Proved() implements MailboxProofResult {}

    /**
     * The code is right, and the client had proved the address before, or there is an account with
     * it. If there is none, the time to sign up begins anew.
     */
    record ProvedBefore() implements MailboxProofResult {}

    /** The code is not one for the address, or is too old. */
    record CodeInvalid() implements MailboxProofResult {}
}
