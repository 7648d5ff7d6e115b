package io.authrealm.api.dialect.qeet;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The least time that a sign-up takes, so that its outcome cannot be told from its time (contract, 4.3). */
final class SignUpFloor {

    private SignUpFloor() {}

    static void await(long startedAtNanos, int floorMillis) {
        long end = startedAtNanos + TimeUnit.MILLISECONDS.toNanos(floorMillis);
        for (long left = end - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
