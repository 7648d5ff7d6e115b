package io.authrealm.api.delivery;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Bounded slots for work, with a lane for each realm. A realm whose mail server hangs takes neither
 * all slots nor all threads from the others. A lane exists while it holds work.
 */
final class Lanes {

    private static final class Lane {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int slots;
        private int running;
    }

    private final int slots;
    private final int slotsOfALane;
    private final int runningInALane;
    private final Executor executor;
    private final Map<String, Lane> lanes = new HashMap<>();
    private int taken;

    /**
     * @param slots slots in all
     * @param slotsOfALane of these slots, at most for one realm
     * @param runningInALane tasks of one realm that run at once
     */
    Lanes(int slots, int slotsOfALane, int runningInALane, Executor executor) {
        this.slots = slots;
        this.slotsOfALane = slotsOfALane;
        this.runningInALane = runningInALane;
        this.executor = executor;
    }

    /** Takes a slot in the lane of a realm; false if there is none. */
    synchronized boolean take(String realmId) {
        Lane lane = lanes.get(realmId);
        if (taken == slots || (lane != null && lane.slots == slotsOfALane)) {
            return false;
        }
        lanes.computeIfAbsent(realmId, id -> new Lane()).slots++;
        taken++;
        return true;
    }

    synchronized void giveBack(String realmId) {
        Lane lane = lanes.get(realmId);
        lane.slots--;
        taken--;
        removeIfEmpty(realmId, lane);
    }

    /** Runs work that holds a slot, as soon as it is its turn. */
    synchronized void run(String realmId, Runnable work) {
        Lane lane = lanes.get(realmId);
        if (lane.running < runningInALane) {
            lane.running++;
            start(realmId, lane, work);
        } else {
            lane.waiting.add(work);
        }
    }

    private void start(String realmId, Lane lane, Runnable work) {
        executor.execute(
                () -> {
                    try {
                        work.run();
                    } finally {
                        next(realmId, lane);
                    }
                });
    }

    private synchronized void next(String realmId, Lane lane) {
        Runnable work = lane.waiting.poll();
        if (work != null) {
            start(realmId, lane, work);
        } else {
            lane.running--;
            removeIfEmpty(realmId, lane);
        }
    }

    private void removeIfEmpty(String realmId, Lane lane) {
        if (lane.slots == 0 && lane.running == 0) {
            lanes.remove(realmId);
        }
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int lanes() {
        return lanes.size();
    }
}
