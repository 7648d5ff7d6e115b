package io.authrealm.breach;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** The meters of breached passwords, on the server's own registry. */
final class BreachMetrics {

    private static final String PREFIX = "authrealm.breached.password.";

    /**
     * Counts a lookup of a password.
     *
     * @param source the source that answered: {@code online}, {@code offline} or {@code none}
     */
    void checked(BreachedPasswords.Verdict verdict, String source, Duration took) {
        Timer.builder(PREFIX + "check")
                .description("Look-ups of passwords, by result and by what has answered")
                .tag("result", verdict.name().toLowerCase(Locale.ROOT))
                .tag("source", source)
                .register(Metrics.globalRegistry)
                .record(took);
    }

    void cacheHit() {
        cache("hit");
    }

    void cacheMiss() {
        cache("miss");
    }

    private static void cache(String result) {
        Counter.builder(PREFIX + "cache")
                .description("Online look-ups that were answered from the cache, and that were not")
                .tag("result", result)
                .register(Metrics.globalRegistry)
                .increment();
    }

    void watch(BooleanSupplier isInterrupted) {
        Gauge.builder(PREFIX + "online.interrupted", () -> isInterrupted.getAsBoolean() ? 1 : 0)
                .description("1 while the online service is not asked, because it fails")
                .strongReference(true)
                .register(Metrics.globalRegistry);
    }
}
