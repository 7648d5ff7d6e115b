package io.authrealm.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.fakes.FakeSmsGateway;
import io.authrealm.fakes.FakeSmsGateway.Mood;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

/** Twilio, and anything that may answer in its place. */
@Timeout(60)
final class TwilioSenderTest {

    private static final String ACCOUNT = "AC00000000000000000000000000000000";
    private static final String TOKEN = "twilio-token-that-nobody-may-read";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final SmsMessage MESSAGE =
            new SmsMessage(
                    UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2"),
                    Numbers.AMERICAN,
                    "Acme & Söhne: 123456 ist Ihr Code 🔑 + 100%\nZeile=2");

    private final FakeSmsGateway gateway = new FakeSmsGateway();
    private final GatewayClient client = new GatewayClient(TIMEOUT, TwilioSender.MAX_BODY_BYTES);

    // As willing to retry and to redirect as an operator can configure Keycloak's client.
    private final CloseableHttpClient http =
            HttpClients.custom()
                    .setMaxConnPerRoute(64)
                    .setMaxConnTotal(64)
                    .setRetryHandler(new DefaultHttpRequestRetryHandler(3, true))
                    .setRedirectStrategy(new LaxRedirectStrategy())
                    .build();

    @AfterEach
    void close() throws Exception {
        client.close();
        http.close();
        gateway.close();
    }

    private SmsSender sender(Map<String, String> more) {
        Map<String, String> options = new HashMap<>();
        options.put("account-sid", ACCOUNT);
        options.put("base-url", gateway.url() + "/");
        options.putAll(more);
        return new TwilioSender(TwilioOptions.of(new MapScope(options)), client, http);
    }

    private SmsSender sender() {
        return sender(Map.of("auth-token", TOKEN, "from", "+15005550006"));
    }

    private static String basic(String user, String secret) {
        byte[] both = (user + ":" + secret).getBytes(StandardCharsets.US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Test
    void postsTheMessageInTwiliosForm() {
        assertThat(sender().send(MESSAGE)).isEqualTo(new SmsResult.Sent(FakeSmsGateway.MESSAGE_ID));
        assertThat(gateway.received())
                .singleElement()
                .satisfies(
                        request -> {
                            assertThat(request.path())
                                    .isEqualTo(
                                            "/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json");
                            assertThat(request.form())
                                    .isEqualTo(
                                            Map.of(
                                                    "To",
                                                    "+12015550123",
                                                    "From",
                                                    "+15005550006",
                                                    "Body",
                                                    MESSAGE.text()));
                            assertThat(request.headers())
                                    .containsEntry("authorization", basic(ACCOUNT, TOKEN))
                                    .containsEntry("user-agent", "AuthRealm")
                                    .doesNotContainKeys("cookie", "referer");
                            assertThat(request.headers().get("content-type"))
                                    .startsWith("application/x-www-form-urlencoded");
                        });
    }

    @Test
    void authorizesWithAnApiKeyAndSendsFromAMessagingService() {
        SmsSender sender =
                sender(
                        Map.of(
                                "api-key", "SK11111111111111111111111111111111",
                                "api-key-secret", "key-secret",
                                "messaging-service-sid", "MG22222222222222222222222222222222"));
        assertThat(sender.send(MESSAGE)).isInstanceOf(SmsResult.Sent.class);
        assertThat(gateway.received())
                .singleElement()
                .satisfies(
                        request -> {
                            assertThat(request.headers())
                                    .containsEntry(
                                            "authorization",
                                            basic(
                                                    "SK11111111111111111111111111111111",
                                                    "key-secret"));
                            assertThat(request.path()).contains(ACCOUNT);
                            assertThat(request.form())
                                    .containsEntry(
                                            "MessagingServiceSid",
                                            "MG22222222222222222222222222222222")
                                    .doesNotContainKey("From");
                        });
    }

    @Test
    void waitsForAnAnswerThatTakesItsTime() {
        gateway.answer(Mood.SLOW_BUT_IN_TIME);
        assertThat(sender().send(MESSAGE)).isInstanceOf(SmsResult.Sent.class);
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_NUMBER, 'Twilio: status 400, code 21211'",
        "UNAUTHORIZED, 'Twilio: status 401, code 20003'",
        "FORBIDDEN_WEB_PAGE, Twilio: status 403",
        "GONE, Twilio: status 410"
    })
    void isRejectedForGoodWithTheCodeAlone(Mood mood, String reason) {
        gateway.answer(mood);
        assertThat(sender().send(MESSAGE)).isEqualTo(new SmsResult.Rejected(reason));
        assertThat(gateway.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_MANY, 'Twilio: status 429, code 20429', 7",
        "TOO_MANY_WITHOUT_A_TIME, 'Twilio: status 429, code 20429',",
        "PROXY_WANTS_A_PASSWORD, Twilio: status 407,",
        "REQUEST_TIMEOUT, Twilio: status 408,",
        "TOO_EARLY, Twilio: status 425,",
        "STATUS_500, Twilio: status 500,",
        "STATUS_503, Twilio: status 503, 3600",
        "REDIRECT, Twilio: status 307,",
        "SILENT, Twilio: no answer within 1000 ms,",
        "TRICKLING, Twilio: no answer within 1000 ms,",
        "CLOSING, Twilio: NoHttpResponseException,",
        "CUT_OFF, Twilio: ConnectionClosedException,",
        "WEB_PAGE, Twilio: an answer without an id,",
        "EMPTY, Twilio: an answer without an id,",
        "WITHOUT_ID, Twilio: an answer without an id,",
        "ECHOING_ID, Twilio: an answer without an id,",
        "DEEP_JSON, Twilio: an answer without an id,",
        "ENDLESS, Twilio: an answer without an id,",
        "FIFTY_MEGABYTES, Twilio: an answer without an id,"
    })
    void failsForNowAndInTime(Mood mood, String reason, Integer retryAfter) {
        gateway.answer(mood);
        long start = System.nanoTime();
        assertThat(sender().send(MESSAGE))
                .isEqualTo(
                        new SmsResult.Failed(
                                reason,
                                retryAfter == null ? null : Duration.ofSeconds(retryAfter)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(3));
        assertThat(gateway.received()).hasSize(1);
    }

    @Test
    void failsIfTheConnectionIsRefused() {
        gateway.down();
        assertThat(sender().send(MESSAGE))
                .isEqualTo(new SmsResult.Failed("Twilio: ConnectException"));
        gateway.up();
        assertThat(sender().send(MESSAGE)).isInstanceOf(SmsResult.Sent.class);
    }

    @ParameterizedTest
    @EnumSource(Mood.class)
    void leaksNeitherNumberNorTextNorSecret(Mood mood) {
        gateway.answer(mood);
        try (LogCapture log = new LogCapture()) {
            SmsResult result = sender().send(MESSAGE);
            assertThat(result.toString() + log.text())
                    .doesNotContain("2015550123")
                    .doesNotContain("123456 ist")
                    .doesNotContain("123456+ist")
                    .doesNotContain(TOKEN)
                    .doesNotContain(basic(ACCOUNT, TOKEN).substring(6));
        }
    }

    @Test
    void sendsNothingBehindThirtyTwoOthers() throws Exception {
        gateway.answer(Mood.SILENT);
        SmsSender sender = sender();
        ExecutorService jobs = Executors.newFixedThreadPool(40);
        CountDownLatch together = new CountDownLatch(40);
        List<Future<SmsResult>> results = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            results.add(
                    jobs.submit(
                            () -> {
                                together.countDown();
                                together.await();
                                return sender.send(MESSAGE);
                            }));
        }
        int busy = 0;
        for (Future<SmsResult> result : results) {
            assertThat(result.get()).isInstanceOf(SmsResult.Failed.class);
            busy += result.get().toString().contains("too many") ? 1 : 0;
        }
        jobs.shutdown();
        assertThat(busy).isEqualTo(8);
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
        gateway.answer(Mood.SILENT);
        Thread.currentThread().interrupt();
        assertThat(sender().send(MESSAGE)).isEqualTo(new SmsResult.Failed("Twilio: interrupted"));
        assertThat(Thread.interrupted()).isTrue();
    }
}
