package io.authrealm.api.http;

import io.authrealm.api.tenant.TenantSettings;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

/**
 * The least time that the answers of a route take, so that what was found out on the way cannot be
 * told from the time. It is a setting of the tenant that the client can see, and holds on every way
 * out once the body was read.
 */
public final class LeastTime {

    /**
     * For a route that looks at nothing but a secret of so many bits that nobody guesses it: who
     * has it may learn from the time what it opens.
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

    /** An answer that is good news tells who has an account anyway. */
    public static LeastTime ofRefusals(ToIntFunction<TenantSettings> millis) {
        return new LeastTime(millis, true);
    }

    /**
     * Returns when the time is over. To be called after everything else, when nothing is held.
     *
     * @param startedAt from {@link System#nanoTime()}
     * @param answer null if something broke
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
