package io.authrealm.core.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Token buckets by key, in bounded memory. A key that is unused for a day is evicted; a bucket that
 * fills more slowly than that is then full too early. If more keys than the bound are in use, the
 * least used are evicted first.
 */
public final class TokenBuckets {

    /**
     * Permits a second, and how many may be taken at once. A rate of zero or less switches the
     * limit off.
     */
    public record Limit(double perSecond, int burst) {

        boolean isOff() {
            return perSecond <= 0 || burst <= 0;
        }
    }

    private static final int MAX_KEYS = 100_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Bucket(double permits, long at) {}

    private final LongSupplier nanoTime;
    private final Cache<String, Bucket> buckets;

    public TokenBuckets() {
        this(System::nanoTime);
    }

    TokenBuckets(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(MAX_KEYS)
                        .expireAfterAccess(Duration.ofDays(1))
                        .ticker(nanoTime::getAsLong)
                        .build();
    }

    /**
     * Takes one permit of {@code key}.
     *
     * @return zero if there was one, else the seconds, at least one, until there is
     */
    public int take(String key, Limit limit) {
        if (limit.isOff()) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        double[] missing = new double[1];
        buckets.asMap()
                .compute(
                        key,
                        (k, bucket) -> {
                            double permits = limit.burst();
                            long at = now;
                            if (bucket != null) {
                                // Another thread may have read the clock later and arrived here
                                // first.
                                long passed = Math.max(0, now - bucket.at());
                                double refill = passed / NANOS_PER_SECOND * limit.perSecond();
                                permits = Math.min(limit.burst(), bucket.permits() + refill);
                                at = bucket.at() + passed;
                            }
                            if (permits >= 1) {
                                permits -= 1;
                            } else {
                                missing[0] = 1 - permits;
                            }
                            return new Bucket(permits, at);
                        });
        return missing[0] == 0 ? 0 : (int) Math.max(1, Math.ceil(missing[0] / limit.perSecond()));
    }

    /** Whether a permit of the key was taken lately. If not, it has all permits of its limit. */
    public boolean isInUse(String key) {
        return buckets.getIfPresent(key) != null;
    }

    /** The seconds until {@link #take} would find a permit; zero if it would now. Takes none. */
    public int secondsUntilNext(String key, Limit limit) {
        Bucket bucket = limit.isOff() ? null : buckets.getIfPresent(key);
        if (bucket == null) {
            return 0;
        }
        long passed = Math.max(0, nanoTime.getAsLong() - bucket.at());
        double missing = 1 - bucket.permits() - passed / NANOS_PER_SECOND * limit.perSecond();
        return missing <= 0 ? 0 : (int) Math.max(1, Math.ceil(missing / limit.perSecond()));
    }
}
