package io.authrealm.api.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The least time that some answers take, so that what was found out on the way cannot be told from
 * the time (contract, section 4.3). To be waited for after everything else, when nothing is held.
 */
public final class LeastTime {

    private final long startedAt = System.nanoTime();

    /** Returns when {@code millis} have passed since this object was made. */
    public void await(int millis) {
        long end = startedAt + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
