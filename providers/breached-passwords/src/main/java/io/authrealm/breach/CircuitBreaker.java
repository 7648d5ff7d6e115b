package io.authrealm.breach;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Keeps requests away from a service that does not answer. The first failure opens the breaker.
 * From then on the service is tried in the background: at once, and then with pauses that double,
 * up to a minute. So an outage only delays the requests that were under way when it began, and
 * after a single lost answer the breaker closes within one round trip.
 */
final class CircuitBreaker {

    private static final Logger LOG = Logger.getLogger(CircuitBreaker.class);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ScheduledExecutorService background;
    private final Duration firstPause;

    private boolean open;

    /**
     * @param firstPause between the first and the second try in the background
     */
    CircuitBreaker(ScheduledExecutorService background, Duration firstPause) {
        this.background = background;
        this.firstPause = firstPause;
    }

    synchronized boolean isOpen() {
        return open;
    }

    /**
     * Records a failure of the service.
     *
     * @param probe tries the service; true if it works again
     * @return whether this has opened the breaker
     */
    synchronized boolean open(BooleanSupplier probe) {
        if (open) {
            return false;
        }
        open = true;
        background.execute(() -> tryAgain(probe, firstPause));
        return true;
    }

    private void tryAgain(BooleanSupplier probe, Duration pause) {
        if (succeeds(probe)) {
            close();
            return;
        }
        Duration twice = pause.multipliedBy(2);
        Duration next = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
        var unused =
                background.schedule(
                        () -> tryAgain(probe, next), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An exception of a probe must not end the tries: the breaker would stay open for ever. */
    private static boolean succeeds(BooleanSupplier probe) {
        try {
            return probe.getAsBoolean();
        } catch (Throwable e) {
            LOG.warn("A service could not be tried", e);
            return false;
        }
    }

    private synchronized void close() {
        open = false;
    }
}
