package io.authrealm.hashing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how many password hashes are computed at a time, whatever their algorithm. A hash that
 * needs more memory than the usual one counts as several. A hash that needs more than all permits
 * together runs alone. Permits are granted first come, first served. A caller that would have to
 * wait too long, or behind too many others, is refused.
 */
final class HashLimiter {

    private final int permits;
    private final long bytesPerPermit;
    private final int maxWaiting;
    private final Duration patience;
    private final Semaphore semaphore;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param permits how many usual hashes run at a time
     * @param bytesPerPermit the memory of a usual hash
     * @param maxWaiting how many callers may wait at a time
     * @param patience how long a caller waits at most
     */
    HashLimiter(int permits, long bytesPerPermit, int maxWaiting, Duration patience) {
        this.permits = permits;
        this.bytesPerPermit = bytesPerPermit;
        this.maxWaiting = maxWaiting;
        this.patience = patience;
        this.semaphore = new Semaphore(permits, true);
    }

    /** A permit to compute one hash. Close it when the hash is done. */
    final class Permit implements AutoCloseable {

        private final int weight;

        private Permit(int weight) {
            this.weight = weight;
        }

        @Override
        public void close() {
            semaphore.release(weight);
        }
    }

    /**
     * Waits for a permit to compute a hash.
     *
     * @param memoryBytes what the hash needs; 0 if that is little
     * @return empty if the caller would have to wait too long, or is interrupted
     */
    Optional<Permit> enter(long memoryBytes) {
        int weight = weightOf(memoryBytes);
        try {
            boolean admitted = acquire(weight, Duration.ZERO) || waitFor(weight);
            return admitted ? Optional.of(new Permit(weight)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private boolean waitFor(int weight) throws InterruptedException {
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            return false;
        }
        try {
            return acquire(weight, patience);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Unlike the method without a timeout, this one does not overtake waiting callers. */
    private boolean acquire(int weight, Duration atMost) throws InterruptedException {
        return semaphore.tryAcquire(weight, atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How many callers wait at present. */
    int waiting() {
        return waiting.get();
    }

    int permits() {
        return permits;
    }

    private int weightOf(long memoryBytes) {
        long blocks = (memoryBytes + bytesPerPermit - 1) / bytesPerPermit;
        return (int) Math.max(1, Math.min(permits, blocks));
    }
}
