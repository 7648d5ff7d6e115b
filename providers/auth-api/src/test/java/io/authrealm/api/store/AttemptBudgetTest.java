package io.authrealm.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

class AttemptBudgetTest {

    private static final int ATTEMPTS = 10;

    private static final Duration WINDOW = Duration.ofSeconds(900);

    /** Single-use objects that expire by this clock: their keys, and when they end. */
    private final Map<String, Long> ends = new HashMap<>();

    private final AttemptBudget budget = new AttemptBudget(objects(), withId(RealmModel.class));

    private long now;

    private SingleUseObjectProvider objects() {
        return proxy(
                SingleUseObjectProvider.class,
                (method, arguments) -> {
                    String key = (String) arguments[0];
                    ends.values().removeIf(end -> end <= now);
                    return switch (method) {
                        case "putIfAbsent" ->
                                ends.putIfAbsent(key, now + (Long) arguments[1]) == null;
                        case "remove" -> {
                            ends.remove(key);
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method);
                    };
                });
    }

    private static <T> T withId(Class<T> type) {
        return proxy(type, (method, arguments) -> "an-id");
    }

    private interface Call {
        Object answer(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> call.answer(method.getName(), arguments)));
    }

    /** How many of {@code times} answers are looked at. */
    private long paid(int times) {
        UserModel user = withId(UserModel.class);
        return IntStream.range(0, times).filter(i -> budget.pay(user, ATTEMPTS, WINDOW)).count();
    }

    /** At any moment, also when the window that began with a sign-in ends. */
    @Test
    void windowNeverHasMoreThanTheAttempts() {
        for (long signedIn : new long[] {0, 300, 899}) {
            ends.clear();
            now = 0;
            paid(3);
            now = signedIn;
            budget.renew(withId(UserModel.class), ATTEMPTS);
            for (long end = signedIn + 899; end < signedIn + 3 * 900; end += 900) {
                now = end - 1;
                long before = paid(2 * ATTEMPTS);
                now = end + 2;
                long after = paid(2 * ATTEMPTS);
                assertThat(before + after)
                        .as("around %s, sign-in at %s", end, signedIn)
                        .isEqualTo(ATTEMPTS);
            }
        }
    }

    @Test
    void attemptsComeBackOneByOne() {
        assertThat(paid(4)).isEqualTo(4);
        now = 100;
        assertThat(paid(20)).isEqualTo(6);
        now = 900;
        assertThat(paid(20)).isEqualTo(4);
        now = 1000;
        assertThat(paid(20)).isEqualTo(6);
    }

    @Test
    void proofGivesThemBack() {
        assertThat(paid(20)).isEqualTo(ATTEMPTS);
        budget.renew(withId(UserModel.class), ATTEMPTS);
        assertThat(paid(20)).isEqualTo(ATTEMPTS);
    }
}
