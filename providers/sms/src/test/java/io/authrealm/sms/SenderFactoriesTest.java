package io.authrealm.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.authrealm.fakes.FakeSmsGateway;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.provider.Spi;

/** What an operator sets, and how the server then starts. */
final class SenderFactoriesTest {

    private static final String SECRET = "a secret of more than 32 characters";

    private static final Map<String, String> TWILIO =
            Map.of("account-sid", "AC1", "auth-token", SECRET.replace(' ', '-'), "from", "+1500");

    private static final Map<String, String> WEBHOOK =
            Map.of("url", "https://sms.example.com/hook", "secret", SECRET);

    private static final SmsMessage MESSAGE =
            new SmsMessage(UUID.randomUUID(), Numbers.AMERICAN, "123456");

    @AfterEach
    void forgetTheProfile() {
        System.clearProperty("kc.profile");
    }

    /** A server that uses {@code factory}, or none. */
    private static KeycloakSessionFactory server(SmsSenderFactory factory) {
        return stub(KeycloakSessionFactory.class, "getProviderFactory", SmsSender.class, factory);
    }

    /** A {@code type} of which only one method, with one argument, returns something. */
    @SuppressWarnings("unchecked")
    private static <T> T stub(Class<T> type, String method, Object argument, Object answer) {
        return (T)
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, called, arguments) -> {
                            assertThat(called.getName()).isEqualTo(method);
                            assertThat(arguments == null ? null : arguments[0]).isEqualTo(argument);
                            return answer;
                        });
    }

    private static void start(SmsSenderFactory factory, Map<String, String> options) {
        factory.init(new MapScope(options));
        factory.postInit(server(factory));
    }

    private static Map<String, String> with(
            Map<String, String> options, String name, String value) {
        Map<String, String> changed = new HashMap<>(options);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    @Test
    void keycloakFindsTheSpiAndItsSenders() {
        assertThat(ServiceLoader.load(Spi.class))
                .filteredOn(SmsSenderSpi.class::isInstance)
                .singleElement()
                .satisfies(
                        spi -> {
                            assertThat(spi.getName()).isEqualTo("authrealm-sms");
                            assertThat(spi.getProviderClass()).isEqualTo(SmsSender.class);
                            assertThat(spi.getProviderFactoryClass())
                                    .isEqualTo(SmsSenderFactory.class);
                        });
        assertThat(ServiceLoader.load(SmsSenderFactory.class))
                .extracting(SmsSenderFactory::getId)
                .containsExactlyInAnyOrder("twilio", "webhook", "log");
    }

    @Test
    void noSenderIsChosenUnlessTheOperatorDoes() {
        assertThat(ServiceLoader.load(SmsSenderFactory.class))
                .allSatisfy(
                        factory -> {
                            assertThat(factory.order()).isZero();
                            assertThat(factory.getId()).isNotEqualTo("default");
                        });
    }

    @Test
    void serverWithoutASenderStartsWithoutOptionsAndSaysThatThereIsNone() {
        for (SmsSenderFactory factory : ServiceLoader.load(SmsSenderFactory.class)) {
            factory.init(new MapScope(Map.of()));
            factory.postInit(server(null));
            assertThatIllegalStateException().isThrownBy(() -> factory.create(null));
            factory.close();
        }
        KeycloakSession session = stub(KeycloakSession.class, "getProvider", SmsSender.class, null);
        assertThat(SmsSender.of(session)).isEmpty();
    }

    @Test
    void serverWithASenderHandsItOut() {
        SmsSender sender = message -> new SmsResult.Rejected("no");
        KeycloakSession session =
                stub(KeycloakSession.class, "getProvider", SmsSender.class, sender);
        assertThat(SmsSender.of(session)).containsSame(sender);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "account-sid | | account-sid is missing",
                "account-sid | ../x | account-sid is not of the right form",
                "auth-token | | exactly one of",
                "api-key | SK1 | exactly one of",
                "from | | exactly one of",
                "messaging-service-sid | MG1 | exactly one of",
                "from | a=b&c | from is not of the right form",
                "base-url | http://api.twilio.com | base-url is not https",
                "base-url | ftp://api.twilio.com | base-url is not an http URL",
                "base-url | https://user@api.twilio.com | base-url is not an http URL",
                "base-url | https://a b | base-url is not a URL",
                "base-url | nonsense | base-url is not an http URL",
                "timeout | 99 | timeout is not between 100 and 60000",
                "timeout | 60001 | timeout is not between 100 and 60000"
            })
    void twilioDoesNotStartWithout(String option, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(new TwilioSenderFactory(), with(TWILIO, option, value)))
                .withMessageContaining("spi-authrealm-sms--twilio--")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url | | url is missing",
                "url | http://sms.example.com/hook | url is not https",
                "url | http://localhost.example.com/hook | url is not https",
                "url | https://user:pw@sms.example.com/ | url is not an http URL",
                "url | https://sms.example.com/#x | url is not an http URL",
                "url | https:///hook | url is not",
                "url | file:///etc/passwd | url is not an http URL",
                "url | https://sms.example.com/a b | url is not of the right form",
                "secret | | secret is missing",
                "secret | 1234567890123456789012345678901 | secret is not of the right form",
                "timeout | 0 | timeout is not between 100 and 60000"
            })
    void webhookDoesNotStartWithout(String option, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(new WebhookSenderFactory(), with(WEBHOOK, option, value)))
                .withMessageContaining("spi-authrealm-sms--webhook--")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/hook",
                "http://127.0.0.1/hook",
                "http://[::1]:8080/hook",
                "https://sms.example.com:8443/hook?tenant=a"
            })
    void webhookAllowsHttpsAndThisMachine(String url) {
        start(new WebhookSenderFactory(), with(WEBHOOK, "url", url));
    }

    @Test
    void webhookAllowsHttpToAnotherMachineIfTheOperatorSaysSo() {
        Map<String, String> options = with(WEBHOOK, "url", "http://sms.internal/hook");
        start(new WebhookSenderFactory(), with(options, "allow-http", "true"));
    }

    @Test
    void errorsAndInformationContainNoSecret() {
        String bad = "https://sms.example.com/hook secret-in-the-path";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(new WebhookSenderFactory(), with(WEBHOOK, "url", bad)))
                .withMessageNotContaining("secret-in-the-path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(new WebhookSenderFactory(), with(WEBHOOK, "secret", "pw1")))
                .withMessageNotContaining("pw1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> start(new TwilioSenderFactory(), with(TWILIO, "auth-token", "p w1")))
                .withMessageNotContaining("p w1");

        assertThat(TwilioOptions.of(new MapScope(TWILIO)).toString())
                .contains("AC1")
                .doesNotContain("secret")
                .doesNotContain("Basic");
        assertThat(WebhookOptions.of(new MapScope(WEBHOOK)).toString())
                .isEqualTo("WebhookOptions[sms.example.com]");
        for (SmsSenderFactory factory :
                List.of(new TwilioSenderFactory(), new WebhookSenderFactory())) {
            start(factory, factory.getId().equals("twilio") ? TWILIO : WEBHOOK);
            assertThat(((ServerInfoAwareProviderFactory) factory).getOperationalInfo().toString())
                    .contains(".com")
                    .doesNotContain("secret")
                    .doesNotContain("hook");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"twilio", "webhook"})
    void chosenSenderSendsOnKeycloaksClientAndIsMeasured(String id) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        try (FakeSmsGateway gateway = new FakeSmsGateway();
                CloseableHttpClient http = HttpClients.createDefault()) {
            SmsSenderFactory factory =
                    id.equals("twilio") ? new TwilioSenderFactory() : new WebhookSenderFactory();
            start(
                    factory,
                    id.equals("twilio")
                            ? with(TWILIO, "base-url", gateway.url())
                            : with(WEBHOOK, "url", gateway.url()));
            HttpClientProvider client = stub(HttpClientProvider.class, "getHttpClient", null, http);
            KeycloakSession session =
                    stub(KeycloakSession.class, "getProvider", HttpClientProvider.class, client);
            SmsSender sender = factory.create(session);
            // As Keycloak does at the end of the request, before the background thread runs.
            sender.close();

            assertThat(sender.send(MESSAGE)).isInstanceOf(SmsResult.Sent.class);
            gateway.answer(FakeSmsGateway.Mood.GONE);
            sender.send(MESSAGE);
            gateway.answer(FakeSmsGateway.Mood.STATUS_500);
            sender.send(MESSAGE);
            factory.close();

            for (String result : List.of("sent", "rejected", "failed")) {
                assertThat(
                                meters.get("authrealm.sms.send")
                                        .tags("sender", id, "result", result)
                                        .timer()
                                        .count())
                        .as(result)
                        .isEqualTo(1);
            }
        } finally {
            Metrics.removeRegistry(meters);
            meters.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "nonserver"})
    void logStartsInDevelopmentAndForCommandsThatSendNothing(String profile) {
        System.setProperty("kc.profile", profile);
        LogSenderFactory factory = new LogSenderFactory();
        start(factory, Map.of());
        try (LogCapture log = new LogCapture()) {
            assertThat(factory.create(null).send(MESSAGE)).isInstanceOf(SmsResult.Sent.class);
            assertThat(log.text()).isEqualTo("INFO SMS to +12015550123: 123456\n");
        }
    }

    @Test
    void logDoesNotStartInProductionUnlessTheOperatorSaysSo() {
        System.setProperty("kc.profile", "prod");
        assertThatIllegalStateException()
                .isThrownBy(() -> start(new LogSenderFactory(), Map.of()))
                .withMessageContaining("spi-authrealm-sms--log--allow-production");
        try (LogCapture log = new LogCapture()) {
            start(new LogSenderFactory(), Map.of("allow-production", "true"));
            assertThat(log.text()).startsWith("WARN Text messages are not sent");
        }
    }

    @Test
    void unusedLogSenderDoesNotPreventTheStart() {
        System.setProperty("kc.profile", "prod");
        LogSenderFactory factory = new LogSenderFactory();
        factory.init(new MapScope(Map.of()));
        factory.postInit(server(null));
    }

    @Test
    void everyOptionIsDescribedAndSecretsAreMarked() {
        assertThat(new TwilioSenderFactory().getConfigMetadata())
                .allSatisfy(option -> assertThat(option.getHelpText()).isNotBlank())
                .filteredOn(option -> option.isSecret())
                .extracting(option -> option.getName())
                .containsExactly("auth-token", "api-key-secret");
        assertThat(new WebhookSenderFactory().getConfigMetadata())
                .filteredOn(option -> option.isSecret())
                .extracting(option -> option.getName())
                .containsExactly("secret");
    }
}
