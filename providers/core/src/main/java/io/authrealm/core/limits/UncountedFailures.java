package io.authrealm.core.limits;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Failures that could not be counted when they happened. Until they are counted, further attempts
 * for their key are refused: a guess that costs nothing must not be followed by another.
 *
 * <p>Memory is bounded. While there is no room for another key, attempts for all keys are refused.
 *
 * @param <K> identifies the failure and how it is counted
 */
public final class UncountedFailures<K> {

    /** Counts one failure of a key; throws if it cannot. */
    public interface Counter<K> {
        void count(K key);
    }

    private static final int MAX_KEYS = 10_000;

    private final ConcurrentHashMap<K, Integer> uncounted = new ConcurrentHashMap<>();
    private final int maxKeys;

    public UncountedFailures() {
        this(MAX_KEYS);
    }

    UncountedFailures(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    /** Stores a failure that {@link #settle} counts later. */
    public void add(K key) {
        uncounted.merge(key, 1, Integer::sum);
    }

    /**
     * Counts the failures of the key that are not counted yet.
     *
     * @return false if that failed again, so attempts for the key must be refused
     */
    public boolean settle(K key, Counter<K> counter) {
        return settleOne(key, counter) && (uncounted.size() < maxKeys || settleAny(counter));
    }

    private boolean settleAny(Counter<K> counter) {
        Optional<K> any = uncounted.keySet().stream().findAny();
        return any.isEmpty() || settleOne(any.get(), counter);
    }

    private boolean settleOne(K key, Counter<K> counter) {
        while (uncounted.containsKey(key)) {
            try {
                counter.count(key);
            } catch (RuntimeException | LinkageError e) {
                return false;
            }
            uncounted.computeIfPresent(key, (k, n) -> n == 1 ? null : n - 1);
        }
        return true;
    }
}
