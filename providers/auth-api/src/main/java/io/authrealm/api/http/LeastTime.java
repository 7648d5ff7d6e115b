package io.authrealm.api.http;

import io.authrealm.api.tenant.TenantSettings;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/**
 * The minimum response time of a route, so that the time of an answer does not reveal what was
 * found. It is a setting of the tenant that the client can see, and applies to every answer once
 * the body was read.
 */
public final class LeastTime {

    /**
     * For a route that looks only at a secret with too many bits to guess. A client that has the
     * secret may learn from the time what it opens.
     */
    public static final LeastTime NONE = new LeastTime(settings -> 0, false);

    private final ToIntFunction<TenantSettings> millis;
    private final boolean isOfRefusalsOnly;

    private LeastTime(ToIntFunction<TenantSettings> millis, boolean isOfRefusalsOnly) {
        this.millis = millis;
        this.isOfRefusalsOnly = isOfRefusalsOnly;
    }

    public static LeastTime of(ToIntFunction<TenantSettings> millis) {
        return new LeastTime(millis, false);
    }

    /** Only refusals wait: a success tells the client that there is an account anyway. */
    public static LeastTime ofRefusals(ToIntFunction<TenantSettings> millis) {
        return new LeastTime(millis, true);
    }

    /**
     * Waits until the minimum response time is over. Wait last, after releasing locks and permits.
     *
     * @param startedAt from {@link System#nanoTime()}
     * @param answer null if the request failed
     */
    void await(long startedAt, TenantSettings settings, Answer answer) {
        if (isOfRefusalsOnly && answer != null && answer.status() < 300) {
            return;
        }
        long end = startedAt + TimeUnit.MILLISECONDS.toNanos(millis.applyAsInt(settings));
        for (long left = end - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
