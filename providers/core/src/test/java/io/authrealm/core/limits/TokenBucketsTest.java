package io.authrealm.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.core.limits.TokenBuckets.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenBucketsTest {

    private static final Limit FIVE_A_SECOND = new Limit(5, 20);

    private volatile long now = Long.MAX_VALUE - 1_000_000;
    private final TokenBuckets buckets = new TokenBuckets(() -> now);

    @Test
    void burstIsTakenAtOnceAndNoMore() {
        assertThat(taken("a", FIVE_A_SECOND, 100)).isEqualTo(20);
    }

    @Test
    void permitsReturnAtTheRate() {
        drain("a", FIVE_A_SECOND);

        pass(Duration.ofMillis(199));
        assertThat(taken("a", FIVE_A_SECOND, 10)).isZero();
        pass(Duration.ofMillis(2));
        assertThat(taken("a", FIVE_A_SECOND, 10)).isEqualTo(1);
        pass(Duration.ofSeconds(2));
        assertThat(taken("a", FIVE_A_SECOND, 100)).isEqualTo(10);
    }

    @Test
    void idleBucketNeverHoldsMoreThanTheBurst() {
        drain("a", FIVE_A_SECOND);

        pass(Duration.ofMinutes(30));
        assertThat(taken("a", FIVE_A_SECOND, 100)).isEqualTo(20);
        pass(Duration.ofDays(30));
        assertThat(taken("a", FIVE_A_SECOND, 100)).isEqualTo(20);
    }

    @Test
    void lookAheadSaysWhatTakingWouldSayAndTakesNothing() {
        assertThat(buckets.secondsUntilNext("a", FIVE_A_SECOND)).isZero();
        buckets.take("a", FIVE_A_SECOND);
        assertThat(buckets.secondsUntilNext("a", FIVE_A_SECOND)).isZero();
        assertThat(taken("a", FIVE_A_SECOND, 100)).isEqualTo(19);
        assertThat(buckets.secondsUntilNext("a", FIVE_A_SECOND)).isEqualTo(1);
        assertThat(buckets.secondsUntilNext("a", new Limit(0, 20))).isZero();
        assertThat(buckets.secondsUntilNext("b", FIVE_A_SECOND)).isZero();

        Limit slow = new Limit(0.1, 1);
        buckets.take("slow", slow);
        assertThat(buckets.secondsUntilNext("slow", slow)).isEqualTo(10);
        pass(Duration.ofMillis(9_500));
        assertThat(buckets.secondsUntilNext("slow", slow)).isEqualTo(1);
        pass(Duration.ofMillis(501));
        assertThat(buckets.secondsUntilNext("slow", slow)).isZero();
        assertThat(taken("slow", slow, 2)).isEqualTo(1);
    }

    @Test
    void refusedAttemptCostsNothing() {
        drain("a", FIVE_A_SECOND);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMillis(101));
            buckets.take("a", new Limit(5, 20));
        }

        assertThat(taken("a", FIVE_A_SECOND, 10)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(taken("a", FIVE_A_SECOND, 10)).isEqualTo(5);
    }

    @Test
    void keysHaveTheirOwnBuckets() {
        drain("a", FIVE_A_SECOND);

        assertThat(taken("b", FIVE_A_SECOND, 100)).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 10", "0.25, 4", "0.3, 4", "1, 1", "5, 1", "1000, 1", "0.001, 1000"})
    void waitIsInWholeSecondsAndAtLeastOne(double perSecond, int seconds) {
        Limit limit = new Limit(perSecond, 3);
        drain("a", limit);

        assertThat(buckets.take("a", limit)).isEqualTo(seconds);
    }

    @Test
    void waitGetsShorterAsTimePasses() {
        Limit limit = new Limit(0.1, 1);
        drain("a", limit);

        pass(Duration.ofMillis(3500));
        assertThat(buckets.take("a", limit)).isEqualTo(7);
    }

    @Test
    void tinyRateWaitsLongButNeverOverflows() {
        Limit limit = new Limit(1e-300, 1);
        drain("a", limit);

        assertThat(buckets.take("a", limit)).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 0.3, 0.7, 1, 1.1, 3, 5, 30})
    void callerThatWaitsAsToldGetsAPermit(double perSecond) {
        Limit limit = new Limit(perSecond, 2);
        drain("a", limit);

        for (int i = 0; i < 200; i++) {
            pass(Duration.ofMillis(137L * i % 1000));
            int wait = buckets.take("a", limit);
            pass(Duration.ofSeconds(wait));
            assertThat(wait == 0 || buckets.take("a", limit) == 0).isTrue();
            drain("a", limit);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 20", "-1, 20", "5, 0", "0, 0"})
    void limitWithoutRateOrBurstIsOff(double perSecond, int burst) {
        assertThat(taken("a", new Limit(perSecond, burst), 1000)).isEqualTo(1000);
    }

    @Test
    void smallerBurstHoldsFromTheNextAttempt() {
        assertThat(buckets.take("a", FIVE_A_SECOND)).isZero();

        assertThat(taken("a", new Limit(5, 2), 100)).isEqualTo(2);
    }

    @Test
    void lateClockReadingGivesNoPermitTwice() {
        Limit limit = new Limit(1, 1);
        assertThat(buckets.take("a", limit)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(buckets.take("a", limit)).isZero();

        // A caller that read the clock a second ago and reaches the bucket only now.
        pass(Duration.ofSeconds(-1));
        assertThat(buckets.take("a", limit)).isPositive();
        pass(Duration.ofSeconds(1));

        assertThat(buckets.take("a", limit)).isPositive();
    }

    @Test
    void concurrentCallersNeverTakeMoreThanTheBurst() throws Exception {
        int threads = 8;
        Limit limit = new Limit(5, 500);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counts.add(
                        pool.submit(
                                () -> {
                                    start.await();
                                    return taken("a", limit, 1000);
                                }));
            }
            start.countDown();

            int total = 0;
            for (Future<Integer> count : counts) {
                total += count.get();
            }
            assertThat(total).isEqualTo(500);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void systemClockIsUsedByDefault() {
        assertThat(new TokenBuckets().take("a", new Limit(0.001, 1))).isZero();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void drain(String key, Limit limit) {
        assertThat(taken(key, limit, limit.burst() + 1)).isLessThanOrEqualTo(limit.burst());
    }

    private int taken(String key, Limit limit, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            if (buckets.take(key, limit) == 0) {
                taken++;
            }
        }
        return taken;
    }
}
