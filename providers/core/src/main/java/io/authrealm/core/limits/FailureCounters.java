package io.authrealm.core.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Failures in a row by key, and the resulting locks, in bounded memory. A key is evicted a day
 * after its last failure. If more keys than the bound fail, the least used are evicted first.
 */
public final class FailureCounters {

    /**
     * When a lock begins and how long it lasts. These are Keycloak's settings of brute force
     * detection, and they mean the same here.
     *
     * @param failureFactor failures after which a lock begins; at least one
     * @param waitIncrement how much longer each lock is than the one before
     * @param maxFailureWait the longest lock
     * @param maxDeltaTime failures that are further apart are not added up
     * @param quickLoginCheck two failures within this time begin a lock of {@code
     *     minimumQuickLoginWait}
     * @param isLinear whether every further failure makes the lock longer, and not every further
     *     {@code failureFactor} of them
     * @param isPermanent whether Keycloak's first lock has no end; here it lasts {@code
     *     maxFailureWait}, and so does each lock after it, one for every further failure
     */
    public record Policy(
            int failureFactor,
            Duration waitIncrement,
            Duration maxFailureWait,
            Duration maxDeltaTime,
            Duration quickLoginCheck,
            Duration minimumQuickLoginWait,
            boolean isLinear,
            boolean isPermanent) {}

    /**
     * The state of a key.
     *
     * @param count failures in a row
     * @param lastAt when the last one was, in milliseconds since 1970
     * @param lockedUntil when the lock ends, in milliseconds since 1970; in the past if there is
     *     none
     * @param isCountedInKeycloak whether Keycloak's own counter has the last failure as well
     */
    public record Failures(int count, long lastAt, long lockedUntil, boolean isCountedInKeycloak) {}

    private static final int MAX_KEYS = 100_000;

    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final LongSupplier currentTimeMillis;
    private final Cache<String, Failures> failures;

    /**
     * @param currentTimeMillis the clock, in milliseconds since 1970
     */
    public FailureCounters(LongSupplier currentTimeMillis) {
        this.currentTimeMillis = currentTimeMillis;
        this.failures =
                Caffeine.newBuilder()
                        .maximumSize(MAX_KEYS)
                        .expireAfterWrite(REMEMBERED)
                        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(currentTimeMillis.getAsLong()))
                        .build();
    }

    /** The state of the key; empty if it has not failed, or not since it succeeded. */
    public Optional<Failures> of(String key) {
        return Optional.ofNullable(failures.getIfPresent(key));
    }

    /** Whole seconds until the lock of the key ends; zero if it is not locked. */
    public int secondsLocked(String key) {
        long millis = of(key).map(Failures::lockedUntil).orElse(0L) - currentTimeMillis.getAsLong();
        return millis <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (millis + 999) / 1000);
    }

    /** Counts a failure, which may begin a lock. */
    public void count(String key, Policy policy, boolean isCountedInKeycloak) {
        long now = currentTimeMillis.getAsLong();
        failures.asMap()
                .compute(key, (k, before) -> after(before, now, policy, isCountedInKeycloak));
    }

    /** Resets the failures of the key, and ends its lock. */
    public void clear(String key) {
        failures.invalidate(key);
    }

    private static Failures after(
            Failures before, long now, Policy policy, boolean isCountedInKeycloak) {
        boolean isFirst = before == null;
        long sinceLast = isFirst ? 0 : now - before.lastAt();
        boolean isTooLongAgo =
                !policy.isPermanent() && sinceLast > policy.maxDeltaTime().toMillis();
        int count = isFirst || isTooLongAgo ? 1 : before.count() + 1;
        Duration wait = wait(count, policy);
        boolean isQuick = !isFirst && sinceLast < policy.quickLoginCheck().toMillis();
        if (wait.isZero() && isQuick) {
            wait = policy.minimumQuickLoginWait();
        }
        if (wait.compareTo(policy.maxFailureWait()) > 0) {
            wait = policy.maxFailureWait();
        }
        return new Failures(count, now, now + wait.toMillis(), isCountedInKeycloak);
    }

    private static Duration wait(int count, Policy policy) {
        if (policy.isPermanent()) {
            return count >= policy.failureFactor() ? policy.maxFailureWait() : Duration.ZERO;
        }
        int steps =
                policy.isLinear()
                        ? 1 + count - policy.failureFactor()
                        : count / policy.failureFactor();
        return policy.waitIncrement().multipliedBy(Math.max(0, steps));
    }
}
