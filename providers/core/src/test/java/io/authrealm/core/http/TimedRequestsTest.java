package io.authrealm.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.core.http.TimedRequests.Outcome;
import io.authrealm.fakes.FakeRangeServer;
import io.authrealm.fakes.FakeRangeServer.Mood;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.client.LaxRedirectStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class TimedRequestsTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final FakeRangeServer service = new FakeRangeServer();
    private final TimedRequests requests = new TimedRequests("test-requests", LIMIT);
    private final CloseableHttpClient http =
            HttpClients.custom()
                    .setMaxConnPerRoute(64)
                    .setMaxConnTotal(64)
                    .setRedirectStrategy(new LaxRedirectStrategy())
                    .build();

    @AfterEach
    void close() throws Exception {
        requests.close();
        http.close();
        service.close();
    }

    private static int statusAndBody(HttpResponse response) throws IOException {
        response.getEntity().getContent().readNBytes(1 << 20);
        return response.getStatusLine().getStatusCode();
    }

    private Outcome<Integer> send(CloseableHttpClient client) {
        HttpGet request = new HttpGet(service.url() + "/range/00000");
        return requests.send(client, request, TimedRequestsTest::statusAndBody);
    }

    @Test
    void returnsWhatIsReadOfTheAnswer() {
        assertThat(send(http)).isEqualTo(new Outcome.Answered<>(200));
        service.answer(Mood.STATUS_500);
        assertThat(send(http)).isEqualTo(new Outcome.Answered<>(500));
    }

    @Test
    void followsNoRedirectThoughTheClientWould() {
        service.answer(Mood.REDIRECT);
        assertThat(send(http)).isEqualTo(new Outcome.Answered<>(302));
        assertThat(service.received()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "TRICKLING"})
    void isLateWhenTheTimeForAllOfItIsOver(Mood mood) {
        service.answer(mood);
        long start = System.nanoTime();
        assertThat(send(http)).isEqualTo(new Outcome.Late<>());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(LIMIT, LIMIT.multipliedBy(2));
    }

    @Test
    void lateRequestLeavesItsConnectionToTheNext() throws Exception {
        try (CloseableHttpClient single = HttpClients.custom().setMaxConnTotal(1).build()) {
            service.answer(Mood.TRICKLING);
            assertThat(send(single)).isEqualTo(new Outcome.Late<>());
            service.answer(Mood.RIGHT);
            assertThat(send(single)).isEqualTo(new Outcome.Answered<>(200));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDLESS", "FIFTY_MEGABYTES"})
    void readsNoMoreThanRequested(Mood mood) {
        service.answer(mood);
        assertThat(send(http)).isEqualTo(new Outcome.Answered<>(200));
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_OFF", "NOT_HTTP"})
    void failsIfTheAnswerCannotBeRead(Mood mood) {
        service.answer(mood);
        assertThat(send(http)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void failsWithTheCauseIfTheConnectionIsRefused() {
        service.down();
        assertThat(send(http))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.cause()).isInstanceOf(ConnectException.class));
    }

    @Test
    void keepsTheOtherSettingsOfTheClient() throws Exception {
        HttpHost proxy = new HttpHost("localhost", service.port());
        RequestConfig settings = RequestConfig.custom().setProxy(proxy).build();
        try (CloseableHttpClient proxied =
                HttpClients.custom().setDefaultRequestConfig(settings).build()) {
            HttpGet request = new HttpGet("http://service.invalid/range/00000");
            assertThat(requests.send(proxied, request, TimedRequestsTest::statusAndBody))
                    .isEqualTo(new Outcome.Answered<>(200));
        }
        assertThat(service.received())
                .singleElement()
                .satisfies(
                        request ->
                                assertThat(request.path())
                                        .isEqualTo("http://service.invalid/range/00000"));
    }

    @Test
    void sendsNothingWhileThirtyTwoAreUnderWay() throws Exception {
        service.answer(Mood.SILENT);
        ExecutorService callers = Executors.newFixedThreadPool(40);
        CountDownLatch together = new CountDownLatch(40);
        List<Future<Outcome<Integer>>> outcomes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            outcomes.add(
                    callers.submit(
                            () -> {
                                together.countDown();
                                together.await();
                                return send(http);
                            }));
        }
        int busy = 0;
        for (Future<Outcome<Integer>> outcome : outcomes) {
            busy += outcome.get() instanceof Outcome.Busy ? 1 : 0;
        }
        callers.shutdown();
        assertThat(busy).isEqualTo(8);
        assertThat(service.received()).hasSize(32);
    }

    @Test
    void interruptedCallerStaysInterrupted() {
        service.answer(Mood.SILENT);
        Thread.currentThread().interrupt();
        assertThat(send(http)).isEqualTo(new Outcome.Interrupted<>());
        assertThat(Thread.interrupted()).isTrue();
    }
}
