package io.authrealm.api.delivery;

/** How an attempt to send a message ends. */
public sealed interface DeliveryResult {

    record Sent() implements DeliveryResult {}

    /** It may work later. */
    record Failed(String reason) implements DeliveryResult {}

    /** It will never work: the address does not exist, the account is gone. */
    record Rejected(String reason) implements DeliveryResult {}
}
