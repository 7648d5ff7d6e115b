package io.authrealm.hashing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * The meters of hashing, on the server's own registry. Algorithms come from a closed set, so the
 * number of meters is bounded.
 */
final class HashingMetrics {

    private static final String PREFIX = "authrealm.password.";
    private static final String ALGORITHM = "algorithm";

    void hashed(String algorithm, Duration waited, Duration took) {
        timer("hashing.wait", "Time until a hash gets its turn", algorithm).record(waited);
        timer("hashing.time", "Time that a hash takes", algorithm).record(took);
    }

    void refused(String algorithm) {
        Counter.builder(PREFIX + "hashing.refused")
                .description("Hashes refused because too many were waiting, or for too long")
                .tag(ALGORITHM, algorithm)
                .register(Metrics.globalRegistry)
                .increment();
    }

    void upgraded(String fromAlgorithm) {
        Counter.builder(PREFIX + "upgrades")
                .description("Passwords moved to the present algorithm and parameters")
                .tag("from", fromAlgorithm)
                .register(Metrics.globalRegistry)
                .increment();
    }

    void watch(HashLimiter limiter) {
        Gauge.builder(PREFIX + "hashing.waiting", limiter, HashLimiter::waiting)
                .description("Hashes that wait for their turn")
                .register(Metrics.globalRegistry);
    }

    void engine(String name, double millisPerHash) {
        Gauge.builder("authrealm.argon2.engine", () -> millisPerHash / 1000)
                .description("The engine in use, and the seconds it took for a hash at start-up")
                .tag("engine", name)
                .baseUnit("seconds")
                .register(Metrics.globalRegistry);
    }

    private static Timer timer(String name, String description, String algorithm) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .tag(ALGORITHM, algorithm)
                .register(Metrics.globalRegistry);
    }
}
