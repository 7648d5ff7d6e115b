package io.authrealm.sms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.authrealm.core.limits.AddressKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Limits how many text messages may be sent: to a number, for a user, from an address and in a
 * realm. The permits are in token buckets that belong to the realm and to this node of the server.
 * A message that one limit refuses takes no permit from the others, so messages that are not sent
 * cannot use up a limit.
 *
 * <p>Memory is bounded: only admitted messages are remembered, for an hour, and at most 100,000
 * keys. Beyond that the least used are evicted first.
 */
public final class SmsLimits {

    /** Whether a message may be sent. */
    public sealed interface Admission {

        record Admitted() implements Admission {}

        /**
         * A limit is used up.
         *
         * @param by the limit that takes longest
         * @param retryAfterSeconds when the same message would be admitted, 1 to 3600
         */
        record Limited(Limit by, int retryAfterSeconds) implements Admission {}

        /** The realm sends nothing to the number's country. */
        record CountryNotAllowed() implements Admission {}
    }

    /** The kinds of limits. */
    public enum Limit {
        NUMBER,
        USER,
        ADDRESS,
        REALM
    }

    private record Key(Limit limit, String realm, String value) {}

    /** The bucket of a key, and the time until one permit of it returns. */
    private record Bucket(Key key, long interval, int permits) {

        long capacity() {
            return interval * permits;
        }
    }

    private static final int MAX_KEYS = 100_000;
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;

    /**
     * By key, the time at which the bucket is full again. That is at most one period after its last
     * permit was taken, so evicting it then loses nothing.
     */
    private final Cache<Key, Long> fullAt;

    public SmsLimits() {
        this(System::nanoTime);
    }

    SmsLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.fullAt =
                Caffeine.newBuilder()
                        .maximumSize(MAX_KEYS)
                        .expireAfterWrite(PERIOD)
                        .ticker(nanoTime::getAsLong)
                        .build();
    }

    /**
     * Takes a permit from each limit, or from none.
     *
     * @param realm the realm's id
     * @param user the user's id, or null if there is none yet
     * @param address the client's numeric address, or null if the server knows none
     */
    public synchronized Admission admit(
            SmsLimitSettings settings,
            String realm,
            String user,
            String address,
            PhoneNumber number) {
        if (!settings.allows(number.region())) {
            return new Admission.CountryNotAllowed();
        }
        List<Bucket> buckets = new ArrayList<>();
        add(buckets, Limit.NUMBER, realm, number.e164(), settings.perNumber());
        add(buckets, Limit.USER, realm, user, settings.perUser());
        add(buckets, Limit.ADDRESS, realm, AddressKey.of(address), settings.perAddress());
        add(buckets, Limit.REALM, realm, "", settings.perRealm());

        long now = nanoTime.getAsLong();
        long longest = 0;
        Limit by = null;
        for (Bucket bucket : buckets) {
            long wait = untilFull(bucket, now) + bucket.interval() - bucket.capacity();
            if (wait > longest) {
                longest = wait;
                by = bucket.key().limit();
            }
        }
        if (by != null) {
            return new Admission.Limited(by, (int) Math.ceil(longest / NANOS_PER_SECOND));
        }
        for (Bucket bucket : buckets) {
            fullAt.put(bucket.key(), now + untilFull(bucket, now) + bucket.interval());
        }
        return new Admission.Admitted();
    }

    private static void add(
            List<Bucket> buckets, Limit limit, String realm, String value, int perPeriod) {
        if (perPeriod > 0 && value != null) {
            long interval = PERIOD.toNanos() / perPeriod;
            buckets.add(new Bucket(new Key(limit, realm, value), interval, perPeriod));
        }
    }

    private long untilFull(Bucket bucket, long now) {
        Long at = fullAt.getIfPresent(bucket.key());
        return at == null ? 0 : Math.max(0, at - now);
    }

    /** How many keys are remembered. */
    long keysInUse() {
        fullAt.cleanUp();
        return fullAt.estimatedSize();
    }
}
