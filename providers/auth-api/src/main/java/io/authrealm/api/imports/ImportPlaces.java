package io.authrealm.api.imports;

import java.util.concurrent.Semaphore;

/**
 * How many imports a node works on at a time: each holds a thread and two database connections, and
 * people who sign in need some too.
 */
public final class ImportPlaces {

    private static final int AT_A_TIME = 2;

    private final Semaphore free = new Semaphore(AT_A_TIME);

    /** Takes a place, which has to be given back; false where there is none. */
    boolean take() {
        return free.tryAcquire();
    }

    void giveBack() {
        free.release();
    }
}
