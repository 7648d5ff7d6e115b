package io.authrealm.api.delivery;

import java.time.Duration;

/** How an attempt to send a message ends. */
public sealed interface DeliveryResult {

    record Sent() implements DeliveryResult {}

    /**
     * It may work later.
     *
     * @param notBefore how long the receiver wants to be left alone; zero if it has not said
     */
    record Failed(String reason, Duration notBefore) implements DeliveryResult {

        Failed(String reason) {
            this(reason, Duration.ZERO);
        }
    }

    /** It will never work: the address does not exist, the account is gone. */
    record Rejected(String reason) implements DeliveryResult {}
}
