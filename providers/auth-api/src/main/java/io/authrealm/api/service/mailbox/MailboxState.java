package io.authrealm.api.service.mailbox;

/** What a stranger learns about an address. */
public sealed interface MailboxState {

    /** Nothing: the client has not proved the address. */
    record Hidden() implements MailboxState {}

    /** There is no account, and the client has not proved the address. */
    record Unknown() implements MailboxState {}

    /** The client may sign up with the address now. */
    record Proved() implements MailboxState {}

    /** There is an account. */
    record Registered(String userId, boolean isVerified) implements MailboxState {}
}
