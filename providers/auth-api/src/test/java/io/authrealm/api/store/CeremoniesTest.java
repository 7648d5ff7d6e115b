package io.authrealm.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.store.Ceremonies.Ceremony;
import io.authrealm.api.store.Ceremonies.Purpose;
import io.authrealm.api.store.Ceremonies.Taken;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

class CeremoniesTest {

    private static final int LIFETIME = 300;

    private record Stored(Map<String, String> notes, long endsAt) {}

    private final Map<String, Stored> store = new HashMap<>();

    private final Ceremonies ceremonies = in("realm-id");

    /** Single-use objects that expire by Keycloak's clock. */
    private Ceremonies in(String realmId) {
        SingleUseObjectProvider objects =
                proxy(
                        SingleUseObjectProvider.class,
                        (method, arguments) -> {
                            store.values().removeIf(it -> it.endsAt() <= Time.currentTime());
                            return switch (method) {
                                case "put" -> put(arguments);
                                case "get" -> notes(store.get(arguments[0]));
                                case "remove" -> notes(store.remove(arguments[0]));
                                default -> throw new UnsupportedOperationException(method);
                            };
                        });
        return new Ceremonies(objects, proxy(RealmModel.class, (method, none) -> realmId));
    }

    private Object put(Object... arguments) {
        @SuppressWarnings("unchecked")
        Map<String, String> notes = (Map<String, String>) arguments[2];
        store.put(
                (String) arguments[0], new Stored(notes, Time.currentTime() + (Long) arguments[1]));
        return null;
    }

    private static Map<String, String> notes(Stored stored) {
        return stored == null ? null : stored.notes();
    }

    private interface Call {
        Object answer(String method, Object... arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> call.answer(method.getName(), arguments)));
    }

    private static Ceremony ceremony(Purpose purpose) {
        return new Ceremony(purpose, "challenge", Map.of("owner", "somebody"));
    }

    @AfterEach
    void clockIsRight() {
        Time.setOffset(0);
    }

    @Test
    void isTakenOnce() {
        for (Purpose purpose : Purpose.values()) {
            String id = ceremonies.begin(ceremony(purpose));
            assertThat(in("another").take(id)).isEmpty();
            assertThat(ceremonies.take(id.toUpperCase(Locale.ROOT)).map(Taken::ceremony))
                    .contains(ceremony(purpose));
            assertThat(ceremonies.take(id)).isEmpty();
        }
    }

    @Test
    void endsWithItsTime() {
        for (Purpose purpose : Purpose.values()) {
            String inTime = ceremonies.begin(ceremony(purpose));
            String late = ceremonies.begin(ceremony(purpose));
            Time.setOffset(LIFETIME - 2);
            assertThat(ceremonies.take(inTime)).isPresent();
            Time.setOffset(LIFETIME + 1);
            assertThat(ceremonies.take(late)).isEmpty();
            Time.setOffset(0);
        }
    }

    @Test
    void isGoodForTheRestOfItsTimeIfItIsPutBack() {
        String id = ceremonies.begin(ceremony(Purpose.STEP_UP));
        for (int second = 0; second < LIFETIME - 2; second += 60) {
            Time.setOffset(second);
            Optional<Taken> taken = ceremonies.take(id);
            assertThat(taken.map(Taken::ceremony)).contains(ceremony(Purpose.STEP_UP));
            assertThat(ceremonies.take(id)).as("while it is taken").isEmpty();
            ceremonies.putBack(taken.get());
        }
        Time.setOffset(LIFETIME + 1);
        assertThat(ceremonies.take(id)).isEmpty();
    }

    @Test
    void isNotPutBackAfterItsTime() {
        String id = ceremonies.begin(ceremony(Purpose.SIGN_IN));
        Taken taken = ceremonies.take(id).orElseThrow();
        Time.setOffset(LIFETIME + 1);
        ceremonies.putBack(taken);
        assertThat(store).isEmpty();
        Time.setOffset(0);
        assertThat(ceremonies.take(id)).isEmpty();
    }

    @Test
    void textHidesItsSecrets() {
        String id = ceremonies.begin(ceremony(Purpose.SIGN_UP));
        assertThat(ceremonies.take(id).orElseThrow().toString())
                .isEqualTo("Taken[Ceremony[SIGN_UP]]");
    }
}
