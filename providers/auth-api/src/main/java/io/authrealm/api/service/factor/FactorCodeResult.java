package io.authrealm.api.service.factor;

/** How a request to send the code of a second factor ends. */
public sealed interface FactorCodeResult {

    /**
     * The code is on its way.
     *
     * @param destination in a form that may be shown
     */
    record Sent(String destination) implements FactorCodeResult {}

    /** No code was sent. One that was sent before stays good. */
    sealed interface NotSent extends FactorCodeResult {}

    /** The user has no factor of this kind. */
    record NoFactor() implements NotSent {}

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
