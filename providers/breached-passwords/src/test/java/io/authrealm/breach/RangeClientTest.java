package io.authrealm.breach;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.core.breach.PasswordSha1;
import io.authrealm.fakes.FakeRangeServer;
import io.authrealm.fakes.FakeRangeServer.Mood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asking a service that may do anything at all. */
final class RangeClientTest {

    private static final PasswordSha1 PASSWORD = PasswordSha1.of("correct horse");

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final FakeRangeServer service = new FakeRangeServer();
    private final RangeClient client = new RangeClient(service.url(), TIMEOUT);

    private final CloseableHttpClient http =
            HttpClients.custom().setMaxConnPerRoute(64).setMaxConnTotal(64).build();

    @AfterEach
    void close() throws Exception {
        client.close();
        http.close();
        service.close();
    }

    private RangeClient.Result fetch() {
        return client.fetch(http, PASSWORD.prefix());
    }

    @ParameterizedTest
    @EnumSource(names = {"RIGHT", "LOWER_CASE", "COMPRESSED", "SLOW_BUT_IN_TIME"})
    void findsThePasswordInWhatIsRight(Mood mood) {
        service.breach("correct horse", 17);
        service.answer(mood);
        assertThat(fetch())
                .isInstanceOfSatisfying(
                        RangeClient.Result.Answered.class,
                        answered -> assertThat(answered.range().count(PASSWORD)).isEqualTo(17));
    }

    @Test
    void takesPaddingForWhatItIs() {
        service.breach("correct horse", 17);
        service.answer(Mood.PADDING_ONLY);
        assertThat(fetch())
                .isInstanceOfSatisfying(
                        RangeClient.Result.Answered.class,
                        answered -> assertThat(answered.range().count(PASSWORD)).isZero());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RIGHT", "LOWER_CASE", "COMPRESSED", "SLOW_BUT_IN_TIME", "PADDING_ONLY"})
    void failsInTimeWhereThereIsNothingToRelyOn(Mood mood) {
        service.answer(mood);
        long start = System.nanoTime();
        assertThat(fetch()).isInstanceOf(RangeClient.Result.Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(2));
    }

    @Test
    void followsNoRedirect() {
        service.answer(Mood.REDIRECT);
        assertThat(fetch()).isEqualTo(new RangeClient.Result.Failed("status 302"));
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void failsIfTheServiceRefusesConnections() {
        service.down();
        assertThat(fetch()).isInstanceOf(RangeClient.Result.Failed.class);
        service.up();
        assertThat(fetch()).isInstanceOf(RangeClient.Result.Answered.class);
    }

    @Test
    void tellsTheServiceFiveDigitsAndNothingElse() {
        fetch();
        assertThat(service.received())
                .singleElement()
                .satisfies(
                        request -> {
                            assertThat(request.path()).isEqualTo("/range/" + PASSWORD.prefix());
                            assertThat(request.headers())
                                    .containsEntry("add-padding", "true")
                                    .containsEntry("user-agent", "AuthRealm")
                                    .doesNotContainKeys("cookie", "authorization", "referer");
                        });
    }

    @Test
    void isBusyBeyondThirtyTwoConcurrentRequests() throws Exception {
        service.answer(Mood.SILENT);
        ExecutorService users = Executors.newFixedThreadPool(50);
        CountDownLatch together = new CountDownLatch(50);
        List<Future<RangeClient.Result>> results = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            results.add(
                    users.submit(
                            () -> {
                                together.countDown();
                                together.await();
                                return fetch();
                            }));
        }
        int busy = 0;
        for (Future<RangeClient.Result> result : results) {
            busy += result.get() instanceof RangeClient.Result.Busy ? 1 : 0;
        }
        users.shutdown();
        assertThat(busy).isEqualTo(18);
    }

    @Test
    void interruptedCallerIsNoFailureOfTheService() {
        service.answer(Mood.SILENT);
        Thread.currentThread().interrupt();
        assertThat(fetch()).isEqualTo(new RangeClient.Result.Busy());
        assertThat(Thread.interrupted()).isTrue();
    }
}
