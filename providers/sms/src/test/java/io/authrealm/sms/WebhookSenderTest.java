package io.authrealm.sms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.authrealm.fakes.FakeSmsGateway;
import io.authrealm.fakes.FakeSmsGateway.Mood;
import io.authrealm.fakes.FakeSmsGateway.Received;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultHttpRequestRetryHandler;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.client.LaxRedirectStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A receiver that the operator runs, which may be anything. */
@Timeout(60)
final class WebhookSenderTest {

    private static final String SECRET = "webhook-secret-that-nobody-may-read";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final SmsMessage MESSAGE =
            new SmsMessage(
                    UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2"),
                    Numbers.AUSTRALIAN,
                    "Acme \"Söhne\": 123456 ist Ihr Code 🔑\n\\");

    private final FakeSmsGateway receiver = new FakeSmsGateway();
    private final GatewayClient client = new GatewayClient(TIMEOUT, 0);
    private final CloseableHttpClient http =
            HttpClients.custom()
                    .setRetryHandler(new DefaultHttpRequestRetryHandler(3, true))
                    .setRedirectStrategy(new LaxRedirectStrategy())
                    .build();

    private Instant now = Instant.ofEpochSecond(1_767_225_600);

    private final SmsSender sender =
            new WebhookSender(
                    new WebhookOptions(
                            URI.create(receiver.url() + "/sms?tenant=a"), SECRET, TIMEOUT),
                    client,
                    http,
                    () -> now);

    @AfterEach
    void close() throws Exception {
        client.close();
        http.close();
        receiver.close();
    }

    @Test
    void postsTheMessageAsJson() throws Exception {
        assertThat(sender.send(MESSAGE))
                .isEqualTo(new SmsResult.Sent("7d444840-9dc0-11d1-b245-5ffdce74fad2"));
        Received request = receiver.next();
        assertThat(request.path()).isEqualTo("/sms?tenant=a");
        assertThat(request.headers())
                .containsEntry("x-authrealm-delivery", "7d444840-9dc0-11d1-b245-5ffdce74fad2")
                .containsEntry("user-agent", "AuthRealm")
                .doesNotContainKeys("authorization", "cookie");
        assertThat(request.headers().get("content-type")).startsWith("application/json");
        JsonNode body = new ObjectMapper().readTree(request.body());
        assertThat(body.size()).isEqualTo(3);
        assertThat(body.get("to").asText()).isEqualTo("+61491570156");
        assertThat(body.get("text").asText()).isEqualTo(MESSAGE.text());
        assertThat(body.get("id").asText()).isEqualTo(MESSAGE.id().toString());
    }

    @Test
    void signsWhatItPosts() throws Exception {
        sender.send(MESSAGE);
        Received request = receiver.next();
        assertThat(request.isSignedWith(SECRET)).isTrue();
        assertThat(request.signedAt()).isEqualTo(1_767_225_600);
        assertThat(request.isSignedWith(SECRET + " ")).isFalse();

        byte[] altered = request.body().clone();
        altered[altered.length / 2] ^= 1;
        assertThat(new Received(request.path(), request.headers(), altered).isSignedWith(SECRET))
                .isFalse();
    }

    @Test
    void messageThatIsSentAgainHasTheSameDeliveryAndANewSignature() throws Exception {
        receiver.answer(Mood.STATUS_500);
        assertThat(sender.send(MESSAGE)).isInstanceOf(SmsResult.Failed.class);
        now = now.plusSeconds(60);
        receiver.answer(Mood.RIGHT);
        assertThat(sender.send(MESSAGE)).isInstanceOf(SmsResult.Sent.class);

        Received first = receiver.next();
        Received second = receiver.next();
        assertThat(second.headers().get("x-authrealm-delivery"))
                .isEqualTo(first.headers().get("x-authrealm-delivery"));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.signedAt()).isEqualTo(first.signedAt() + 60);
        assertThat(second.isSignedWith(SECRET)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RIGHT",
                "SLOW_BUT_IN_TIME",
                "EMPTY",
                "WEB_PAGE",
                "TRICKLING",
                "CUT_OFF",
                "ENDLESS",
                "FIFTY_MEGABYTES"
            })
    void usesOnlyTheStatusOfTheAnswer(Mood mood) {
        receiver.answer(mood);
        long start = System.nanoTime();
        assertThat(sender.send(MESSAGE)).isInstanceOf(SmsResult.Sent.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(3));
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_NUMBER, webhook: status 400",
        "UNAUTHORIZED, webhook: status 401",
        "FORBIDDEN_WEB_PAGE, webhook: status 403",
        "GONE, webhook: status 410"
    })
    void isRejectedForGood(Mood mood, String reason) {
        receiver.answer(mood);
        assertThat(sender.send(MESSAGE)).isEqualTo(new SmsResult.Rejected(reason));
        assertThat(receiver.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_MANY, webhook: status 429, 7",
        "PROXY_WANTS_A_PASSWORD, webhook: status 407,",
        "REQUEST_TIMEOUT, webhook: status 408,",
        "TOO_EARLY, webhook: status 425,",
        "STATUS_500, webhook: status 500,",
        "STATUS_503, webhook: status 503, 3600",
        "REDIRECT, webhook: status 307,",
        "SILENT, webhook: no answer within 1000 ms,",
        "CLOSING, webhook: NoHttpResponseException,",
    })
    void failsForNowAndInTime(Mood mood, String reason, Integer retryAfter) {
        receiver.answer(mood);
        long start = System.nanoTime();
        assertThat(sender.send(MESSAGE))
                .isEqualTo(
                        new SmsResult.Failed(
                                reason,
                                retryAfter == null ? null : Duration.ofSeconds(retryAfter)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(3));
        assertThat(receiver.received()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Mood.class)
    void leaksNeitherNumberNorTextNorSecret(Mood mood) {
        receiver.answer(mood);
        try (LogCapture log = new LogCapture()) {
            SmsResult result = sender.send(MESSAGE);
            assertThat(result.toString() + log.text())
                    .doesNotContain("491570156")
                    .doesNotContain("123456 ist")
                    .doesNotContain(SECRET)
                    .doesNotContain("tenant=a");
        }
    }

    @Test
    void signsWithTheTimeOfTheServer() throws Exception {
        long before = Instant.now().getEpochSecond();
        new WebhookSender(
                        new WebhookOptions(URI.create(receiver.url()), SECRET, TIMEOUT),
                        client,
                        http,
                        InstantSource.system())
                .send(MESSAGE);
        assertThat(receiver.next().signedAt()).isBetween(before, Instant.now().getEpochSecond());
    }
}
