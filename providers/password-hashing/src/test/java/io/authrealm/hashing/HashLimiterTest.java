package io.authrealm.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HashLimiterTest {

    private static final long BLOCK = 19456 * 1024;
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void admitsAsManyAsThereArePermits() {
        HashLimiter limiter = new HashLimiter(2, BLOCK, 10, SHORT);
        Optional<HashLimiter.Permit> first = limiter.enter(BLOCK);
        Optional<HashLimiter.Permit> second = limiter.enter(0);

        assertThat(first).isPresent();
        assertThat(second).isPresent();
        assertThat(limiter.enter(0)).isEmpty();
        first.get().close();
        assertThat(limiter.enter(BLOCK)).isPresent();
    }

    @Test
    void hashOfMoreMemoryTakesMorePermits() {
        HashLimiter limiter = new HashLimiter(4, BLOCK, 10, SHORT);

        assertThat(limiter.enter(3 * BLOCK)).isPresent();
        assertThat(limiter.enter(2 * BLOCK)).isEmpty();
        assertThat(limiter.enter(BLOCK)).isPresent();
    }

    @Test
    void hashOfMoreMemoryThanThereIsRunsAlone() {
        HashLimiter limiter = new HashLimiter(4, BLOCK, 10, SHORT);
        Optional<HashLimiter.Permit> huge = limiter.enter(100 * BLOCK);

        assertThat(huge).isPresent();
        assertThat(limiter.enter(0)).isEmpty();
        huge.get().close();
        assertThat(limiter.enter(0)).isPresent();
    }

    @Test
    void refusesAtOnceIfTooManyWait() throws Exception {
        HashLimiter limiter = new HashLimiter(1, BLOCK, 1, LONG);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (HashLimiter.Permit held = limiter.enter(0).orElseThrow()) {
            threads.submit(() -> limiter.enter(0));
            while (limiter.waiting() < 1) {
                Thread.sleep(1);
            }
            long asked = System.nanoTime();

            assertThat(limiter.enter(0)).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(LONG.dividedBy(3));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void noCallerWaitsIfAPermitIsFree() {
        HashLimiter limiter = new HashLimiter(1, BLOCK, 0, LONG);
        Optional<HashLimiter.Permit> only = limiter.enter(0);

        assertThat(only).isPresent();
        assertThat(limiter.enter(0)).isEmpty();
        only.get().close();
        assertThat(limiter.enter(0)).isPresent();
    }

    @Test
    void interruptedCallerIsRefusedAndStaysInterrupted() {
        HashLimiter limiter = new HashLimiter(1, BLOCK, 1, LONG);
        limiter.enter(0).orElseThrow();
        Thread.currentThread().interrupt();

        assertThat(limiter.enter(0)).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(limiter.waiting()).isZero();
    }

    @Test
    void neverExceedsItsMemoryUnderManyCallersOfDifferentSizes() throws Exception {
        int permits = 4;
        HashLimiter limiter = new HashLimiter(permits, BLOCK, 1000, LONG);
        AtomicLong inUse = new AtomicLong();
        AtomicLong peak = new AtomicLong();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<Future<Boolean>> outcomes = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long bytes = (i % permits + 1) * BLOCK;
            outcomes.add(
                    threads.submit(
                            () -> {
                                start.await();
                                try (HashLimiter.Permit permit =
                                        limiter.enter(bytes).orElseThrow()) {
                                    peak.accumulateAndGet(inUse.addAndGet(bytes), Math::max);
                                    Thread.sleep(1);
                                    inUse.addAndGet(-bytes);
                                }
                                return true;
                            }));
        }
        start.countDown();
        for (Future<Boolean> outcome : outcomes) {
            assertThat(outcome.get(50, TimeUnit.SECONDS)).isTrue();
        }
        threads.shutdown();

        assertThat(peak.get()).isLessThanOrEqualTo(permits * BLOCK);
    }
}
