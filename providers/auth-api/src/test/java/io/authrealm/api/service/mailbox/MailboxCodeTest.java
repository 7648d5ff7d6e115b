package io.authrealm.api.service.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeyManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

final class MailboxCodeTest {

    private static final String EMAIL = "ada@example.test";

    private final KeycloakSession session = sessionWithKey("a secret of the realm");
    private final RealmModel realm =
            proxy(RealmModel.class, (self, method, arguments) -> "the id of the realm");

    private static KeycloakSession sessionWithKey(String secret) {
        KeyWrapper key = new KeyWrapper();
        key.setSecretKey(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
        KeyManager keys = proxy(KeyManager.class, (self, method, arguments) -> Stream.of(key));
        return proxy(KeycloakSession.class, (self, method, arguments) -> keys);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private MailboxCode codeOf(String email) {
        return new MailboxCode(session, realm, email);
    }

    @AfterEach
    void resetClock() {
        Time.setOffset(0);
    }

    private static void clockIsAfter(Duration time) {
        Time.setOffset((int) time.toSeconds());
    }

    @Test
    void codeLooksLikeARandomUuidAndIsRightInAnyCase() {
        String code = codeOf(EMAIL).make();
        assertThat(UUID.fromString(code).version()).isEqualTo(4);
        assertThat(UUID.fromString(code).variant()).isEqualTo(2);
        assertThat(codeOf("Ada@Example.test").isRight(code)).isTrue();
        assertThat(codeOf(EMAIL).isRight(code.toUpperCase(Locale.ROOT))).isTrue();
    }

    @Test
    void codeIsForOneAddressAndOneRealm() {
        String code = codeOf(EMAIL).make();
        assertThat(codeOf("grace@example.test").isRight(code)).isFalse();
        KeycloakSession other = sessionWithKey("a secret of another realm");
        assertThat(new MailboxCode(other, realm, EMAIL).isRight(code)).isFalse();
        for (String none : new String[] {"", "none", UUID.randomUUID().toString()}) {
            assertThat(codeOf(EMAIL).isRight(none)).isFalse();
        }
    }

    @Test
    void codeIsRightForADay() {
        String code = codeOf(EMAIL).make();
        clockIsAfter(Duration.ofHours(23).plusMinutes(58));
        assertThat(codeOf(EMAIL).isRight(code)).isTrue();
        clockIsAfter(Duration.ofHours(24).plusMinutes(1));
        assertThat(codeOf(EMAIL).isRight(code)).isFalse();
    }

    @Test
    void codeOfTheFutureIsWrong() {
        clockIsAfter(Duration.ofMinutes(5));
        String code = codeOf(EMAIL).make();
        Time.setOffset(0);
        assertThat(codeOf(EMAIL).isRight(code)).isFalse();
    }
}
