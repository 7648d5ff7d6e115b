package io.authrealm.breach;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final ScheduledExecutorService background =
            Executors.newSingleThreadScheduledExecutor();

    private final CircuitBreaker breaker = new CircuitBreaker(background, FIRST_PAUSE);

    @AfterEach
    void stop() {
        background.shutdownNow();
    }

    private void awaitClosed() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (breaker.isOpen() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void isClosedAtFirst() {
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void closesAsSoonAsOneTrySucceeds() throws InterruptedException {
        assertThat(breaker.open(() -> true)).isTrue();
        awaitClosed();
    }

    @Test
    void isOpenedByTheFirstOfManyFailures() {
        assertThat(breaker.open(() -> false)).isTrue();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.open(() -> false)).isFalse();
    }

    @Test
    void triesAtOnceAndThenAtGrowingDistances() throws InterruptedException {
        List<Long> tries = new CopyOnWriteArrayList<>();
        long start = System.nanoTime();
        breaker.open(
                () -> {
                    tries.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
                    return tries.size() == 4;
                });
        awaitClosed();
        assertThat(tries).hasSize(4);
        assertThat(tries.get(1) - tries.get(0)).isGreaterThanOrEqualTo(49);
        assertThat(tries.get(2) - tries.get(1)).isGreaterThanOrEqualTo(99);
        assertThat(tries.get(3) - tries.get(2)).isGreaterThanOrEqualTo(199);
    }

    @Test
    void triesOnAfterAnError() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        breaker.open(
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new NoSuchMethodError("of another version");
                    }
                    return true;
                });
        awaitClosed();
        assertThat(tries).hasValue(2);
    }

    @Test
    void opensAgainAfterItHasClosed() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        breaker.open(() -> tries.incrementAndGet() > 0);
        awaitClosed();
        assertThat(breaker.open(() -> tries.incrementAndGet() > 0)).isTrue();
        awaitClosed();
        assertThat(tries).hasValue(2);
    }
}
