package io.authrealm.core.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits one caller a key at a time, in order of arrival. The others wait for a bounded time, and
 * only a bounded number of callers wait at all. Memory is bounded by the callers inside or waiting.
 */
public final class KeyedGate {

    /** A caller who was not admitted may try again after this long. */
    public static final int RETRY_AFTER_SECONDS = 1;

    /** Held while inside; closing it admits the next caller of the key. */
    public interface Pass extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Turnstile {
        final Semaphore permit = new Semaphore(1, true);
        int users;
    }

    private final ConcurrentHashMap<String, Turnstile> turnstiles = new ConcurrentHashMap<>();
    private final Semaphore waitingRoom;
    private final Duration patience;

    /**
     * @param maxWaiting how many callers may wait at one moment, over all keys
     * @param patience how long one of them may wait
     */
    public KeyedGate(int maxWaiting, Duration patience) {
        this.waitingRoom = new Semaphore(maxWaiting);
        this.patience = patience;
    }

    /** Returns the pass; empty if too many callers wait already or the wait took too long. */
    public Optional<Pass> enter(String key) {
        Turnstile turnstile =
                turnstiles.compute(
                        key,
                        (k, present) -> {
                            Turnstile t = present == null ? new Turnstile() : present;
                            t.users++;
                            return t;
                        });
        boolean entered = false;
        try {
            entered = acquire(turnstile.permit, 0) || waitFor(turnstile.permit);
        } finally {
            if (!entered) {
                leave(key);
            }
        }
        return entered ? Optional.of(pass(key, turnstile)) : Optional.empty();
    }

    /** How many keys have a caller inside or waiting. */
    int keysInUse() {
        return turnstiles.size();
    }

    private boolean waitFor(Semaphore permit) {
        if (!waitingRoom.tryAcquire()) {
            return false;
        }
        try {
            return acquire(permit, patience.toMillis());
        } finally {
            waitingRoom.release();
        }
    }

    /** With a timeout, even of zero, the semaphore does not let a caller overtake waiting ones. */
    private static boolean acquire(Semaphore permit, long millis) {
        try {
            return permit.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Pass pass(String key, Turnstile turnstile) {
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                turnstile.permit.release();
                leave(key);
            }
        };
    }

    private void leave(String key) {
        turnstiles.computeIfPresent(key, (k, t) -> --t.users == 0 ? null : t);
    }
}
