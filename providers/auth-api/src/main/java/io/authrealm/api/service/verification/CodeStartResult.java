package io.authrealm.api.service.verification;

/** How a request for a code ends. */
public sealed interface CodeStartResult {

    /** The code is on its way. */
    record Sent() implements CodeStartResult {}

    /** No code was sent. */
    sealed interface NotSent extends CodeStartResult {}

    /** The user has no address to send it to. */
    record NoEmail() implements NotSent {}

    /** The user has no number to send it to, and the request named none. */
    record NoPhone() implements NotSent {}

    /** The address belongs to an account already. */
    record EmailTaken() implements NotSent {}

    /** The realm's user profile refuses the address. */
    record InvalidEmail() implements NotSent {}

    /** Users of the realm may not change it, or the account is in a read-only directory. */
    record ReadOnly() implements NotSent {}

    /** Not a number that receives text messages. */
    record InvalidNumber() implements NotSent {}

    /** The realm sends no text messages to the number's country. */
    record CountryNotAllowed() implements NotSent {}

    /** The server has nothing to send text messages with. */
    record NoSender() implements NotSent {}

    /** A limit of messages is reached: that of the recipient, user, client address or realm. */
    record Limited(int retryAfterSeconds) implements NotSent {}

    /** Too many messages are waiting to be sent already. */
    record Busy(int retryAfterSeconds) implements NotSent {}
}
