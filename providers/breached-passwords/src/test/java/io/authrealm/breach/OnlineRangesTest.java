package io.authrealm.breach;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.core.breach.PasswordSha1;
import io.authrealm.fakes.FakeRangeServer;
import io.authrealm.fakes.FakeRangeServer.Mood;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OnlineRangesTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final FakeRangeServer service = new FakeRangeServer();
    private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2);
    private final CloseableHttpClient http = HttpClients.createDefault();
    private final OnlineRanges ranges = ranges(1 << 20, Duration.ofHours(1));

    private OnlineRanges ranges(long cacheBytes, Duration lifetime) {
        return new OnlineRanges(
                new BreachOptions(
                        new BreachRule(1, BreachRule.Sources.ONLINE, true),
                        service.url(),
                        TIMEOUT,
                        cacheBytes,
                        lifetime,
                        null),
                background,
                new BreachMetrics());
    }

    @AfterEach
    void close() throws Exception {
        background.shutdownNow();
        ranges.close();
        http.close();
        service.close();
    }

    private OptionalInt count(String password) {
        return ranges.count(http, PasswordSha1.of(password));
    }

    private void awaitUninterrupted() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (ranges.isInterrupted() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(ranges.isInterrupted()).isFalse();
    }

    @Test
    void asksOnceForOneRange() {
        service.breach("seen", 3);
        assertThat(count("seen")).hasValue(3);
        assertThat(count("seen")).hasValue(3);
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void forgetsARangeInTime() throws Exception {
        try (OnlineRanges forgetful = ranges(1 << 20, Duration.ofMillis(50))) {
            PasswordSha1 password = PasswordSha1.of("seen");
            forgetful.count(http, password);
            TimeUnit.MILLISECONDS.sleep(100);
            forgetful.count(http, password);
            assertThat(service.received()).hasSize(2);
        }
    }

    @Test
    void keepsNoMoreThanItMay() {
        try (OnlineRanges small = ranges(0, Duration.ofHours(1))) {
            PasswordSha1 password = PasswordSha1.of("seen");
            small.count(http, password);
            assertThat(small.count(http, password)).isPresent();
            assertThat(service.received()).hasSize(2);
        }
    }

    @Test
    void knownRangesAreGoodDuringAnOutage() {
        service.breach("seen", 3);
        count("seen");
        service.down();
        assertThat(count("something else")).isEmpty();
        assertThat(count("seen")).hasValue(3);
    }

    @Test
    void outageCostsOneWaitAndNoMore() {
        service.answer(Mood.SILENT);
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(count("password " + i)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(2));
        assertThat(ranges.isInterrupted()).isTrue();
    }

    @Test
    void oneLostAnswerIsForgottenWithTheNext() throws Exception {
        service.answer(Mood.STATUS_500);
        count("lost");
        service.answer(Mood.RIGHT);
        awaitUninterrupted();
        service.breach("lost", 1);
        assertThat(count("lost")).hasValue(1);
    }

    @Test
    void serviceThatComesBackIsUsedAgain() throws Exception {
        service.down();
        assertThat(count("seen")).isEmpty();
        TimeUnit.MILLISECONDS.sleep(200);
        service.up();
        service.breach("seen", 3);
        awaitUninterrupted();
        assertThat(count("seen")).hasValue(3);
    }
}
