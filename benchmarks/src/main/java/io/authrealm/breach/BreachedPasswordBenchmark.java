package io.authrealm.breach;

import io.authrealm.core.breach.PasswordSha1;
import io.authrealm.fakes.FakeRangeServer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One online look-up of a password, against a fake of Have I Been Pwned on this machine that
 * answers with 800 rows. The class is in the package of the code that it measures.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BreachedPasswordBenchmark {

    private final ScheduledExecutorService background = Executors.newScheduledThreadPool(1);

    private FakeRangeServer service;
    private CloseableHttpClient http;
    private OnlineRanges cached;
    private OnlineRanges uncached;
    private OnlineRanges interrupted;
    private int number;

    @Setup
    public void start() {
        service = new FakeRangeServer();
        http = HttpClients.createDefault();
        cached = ranges(service.url(), 1 << 24);
        uncached = ranges(service.url(), 0);
        interrupted = ranges("http://localhost:1", 0);
        requirePresent(cacheHit());
        requirePresent(onlineMiss());
        if (outage().isPresent()) {
            throw new IllegalStateException("there is a service where none should be");
        }
    }

    private OnlineRanges ranges(String url, long cacheBytes) {
        BreachRule rule = new BreachRule(1, BreachRule.Sources.ONLINE, true);
        Duration timeout = Duration.ofSeconds(1);
        return new OnlineRanges(
                new BreachOptions(rule, url, timeout, cacheBytes, Duration.ofHours(1), null),
                background,
                new BreachMetrics());
    }

    private static void requirePresent(OptionalInt count) {
        if (count.isEmpty()) {
            throw new IllegalStateException("the fake does not answer");
        }
    }

    /** The range is cached. */
    @Benchmark
    public OptionalInt cacheHit() {
        return cached.count(http, PasswordSha1.of("correct horse"));
    }

    /** The service is asked, on a new connection. */
    @Benchmark
    public OptionalInt onlineMiss() {
        OptionalInt count = uncached.count(http, PasswordSha1.of("horse " + number++));
        requirePresent(count);
        return count;
    }

    /** The breaker is open. */
    @Benchmark
    public OptionalInt outage() {
        return interrupted.count(http, PasswordSha1.of("correct horse"));
    }

    @TearDown
    public void stop() throws Exception {
        background.shutdownNow();
        cached.close();
        uncached.close();
        interrupted.close();
        http.close();
        service.close();
    }
}
