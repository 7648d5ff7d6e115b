package io.authrealm.api.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.function.Supplier;

/** The meters of messages, on the server's own registry. */
final class DeliveryMetrics {

    private static final String PREFIX = "authrealm.messages";

    /**
     * @param result {@code sent}, {@code again} or {@code given_up}
     */
    void count(Message message, String result) {
        Counter.builder(PREFIX)
                .description("Attempts to send mails and text messages")
                .tag("kind", message.kind())
                .tag("result", result)
                .register(Metrics.globalRegistry)
                .increment();
    }

    void watch(Supplier<Number> underWay) {
        Gauge.builder(PREFIX + ".waiting", underWay)
                .description("Messages that are accepted and not yet sent")
                .strongReference(true)
                .register(Metrics.globalRegistry);
    }
}
