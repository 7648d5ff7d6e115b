package io.authrealm.breach;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.authrealm.core.breach.PasswordSha1;
import io.authrealm.core.breach.RangeAnswer;
import io.authrealm.core.outcome.Cases;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jboss.logging.Logger;

/** Have I Been Pwned behind a cache of ranges and a circuit breaker. */
final class OnlineRanges implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OnlineRanges.class);

    private static final long SILENT_NANOS = Duration.ofMinutes(1).toNanos();

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** A range that belongs to no request, to test whether the service answers. */
    private static final String PROBED_PREFIX = "00000";

    /** A look-up that needs the service. */
    private record LookUp(OnlineRanges ranges, CloseableHttpClient http, PasswordSha1 password) {

        OptionalInt countIn(RangeAnswer range) {
            ranges.cache.put(password.prefix(), range);
            return OptionalInt.of(range.count(password));
        }

        OptionalInt fail(String reason) {
            if (ranges.breaker.open(() -> ranges.answers(http))) {
                ranges.tell(reason);
            }
            return OptionalInt.empty();
        }
    }

    private static final Cases<LookUp, RangeClient.Result, OptionalInt> COUNT =
            Cases.<LookUp, RangeClient.Result, OptionalInt>of(RangeClient.Result.class)
                    .when(
                            RangeClient.Result.Answered.class,
                            (lookUp, answered) -> lookUp.countIn(answered.range()))
                    .when(
                            RangeClient.Result.Failed.class,
                            (lookUp, failed) -> lookUp.fail(failed.reason()))
                    .when(RangeClient.Result.Busy.class, lookUp -> OptionalInt.empty())
                    .complete();

    /** Whether the service works again. */
    private static final Cases<OnlineRanges, RangeClient.Result, Boolean> PROBED =
            Cases.<OnlineRanges, RangeClient.Result, Boolean>of(RangeClient.Result.class)
                    .when(RangeClient.Result.Answered.class, ranges -> true)
                    .when(
                            RangeClient.Result.Failed.class,
                            (ranges, failed) -> {
                                ranges.tell(failed.reason());
                                return false;
                            })
                    .when(RangeClient.Result.Busy.class, ranges -> false)
                    .complete();

    private final RangeClient client;
    private final BreachMetrics metrics;
    private final CircuitBreaker breaker;

    /** Keyed by prefix: a cache of whole hashes would be a list of the users' passwords. */
    private final Cache<String, RangeAnswer> cache;

    private long lastTold = System.nanoTime() - SILENT_NANOS;

    OnlineRanges(
            BreachOptions options, ScheduledExecutorService background, BreachMetrics metrics) {
        this.client = new RangeClient(options.baseUrl(), options.timeout());
        this.metrics = metrics;
        this.breaker = new CircuitBreaker(background, FIRST_PAUSE);
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(options.cacheBytes())
                        .weigher((String prefix, RangeAnswer range) -> range.weight())
                        .expireAfterWrite(options.cacheLifetime())
                        // Evicts at once, and not when a pool gets to it.
                        .executor(Runnable::run)
                        .build();
    }

    boolean isInterrupted() {
        return breaker.isOpen();
    }

    /** How often the password was seen; nothing if the service cannot answer now. */
    OptionalInt count(CloseableHttpClient http, PasswordSha1 password) {
        String prefix = password.prefix();
        RangeAnswer known = cache.getIfPresent(prefix);
        if (known != null) {
            metrics.cacheHit();
            return OptionalInt.of(known.count(password));
        }
        if (breaker.isOpen()) {
            return OptionalInt.empty();
        }
        metrics.cacheMiss();
        return COUNT.apply(new LookUp(this, http, password), client.fetch(http, prefix));
    }

    private boolean answers(CloseableHttpClient http) {
        return PROBED.apply(this, client.fetch(http, PROBED_PREFIX));
    }

    /** At most once a minute, even if the service comes and goes. */
    private synchronized void tell(String reason) {
        long now = System.nanoTime();
        if (now - lastTold >= SILENT_NANOS) {
            lastTold = now;
            LOG.warnf("Breached passwords cannot be looked up online: %s", reason);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
