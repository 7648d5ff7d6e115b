package io.authrealm.api.store;

import static io.authrealm.api.store.FakeSingleUseObjects.clockIsAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.store.Ceremonies.Ceremony;
import io.authrealm.api.store.Ceremonies.Purpose;
import io.authrealm.api.store.Ceremonies.Taken;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.RealmModel;

class CeremoniesTest {

    private static final int LIFETIME = 300;

    private final FakeSingleUseObjects objects = new FakeSingleUseObjects();

    private final Ceremonies ceremonies = in("realm-id");

    private Ceremonies in(String realmId) {
        return new Ceremonies(
                objects.provider(),
                FakeSingleUseObjects.proxy(RealmModel.class, (method, none) -> realmId));
    }

    private static Ceremony ceremony(Purpose purpose) {
        return new Ceremony(purpose, "challenge", Map.of("owner", "somebody"));
    }

    @AfterEach
    void clockIsRight() {
        clockIsAt(0);
    }

    @ParameterizedTest
    @EnumSource
    void isTakenOnce(Purpose purpose) {
        String id = ceremonies.begin(ceremony(purpose));
        assertThat(in("another").take(id)).isEmpty();
        assertThat(ceremonies.take(id.toUpperCase(Locale.ROOT)).map(Taken::ceremony))
                .contains(ceremony(purpose));
        assertThat(ceremonies.take(id)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void endsWithItsTime(Purpose purpose) {
        String inTime = ceremonies.begin(ceremony(purpose));
        String late = ceremonies.begin(ceremony(purpose));
        clockIsAt(LIFETIME - 2);
        assertThat(ceremonies.take(inTime)).isPresent();
        clockIsAt(LIFETIME + 1);
        assertThat(ceremonies.take(late)).isEmpty();
    }

    @Test
    void isGoodForTheRestOfItsTimeIfItIsPutBack() {
        String id = ceremonies.begin(ceremony(Purpose.STEP_UP));
        for (int second = 0; second < LIFETIME - 2; second += 60) {
            clockIsAt(second);
            Optional<Taken> taken = ceremonies.take(id);
            assertThat(taken.map(Taken::ceremony)).contains(ceremony(Purpose.STEP_UP));
            assertThat(ceremonies.take(id)).as("while it is taken").isEmpty();
            ceremonies.putBack(taken.get());
        }
        clockIsAt(LIFETIME + 1);
        assertThat(ceremonies.take(id)).isEmpty();
    }

    @Test
    void isNotPutBackAfterItsTime() {
        Taken taken = ceremonies.take(ceremonies.begin(ceremony(Purpose.SIGN_IN))).orElseThrow();
        clockIsAt(LIFETIME + 1);
        ceremonies.putBack(taken);
        assertThat(objects.isEmpty()).isTrue();
    }

    @Test
    void textHidesItsSecrets() {
        String id = ceremonies.begin(ceremony(Purpose.SIGN_UP));
        assertThat(ceremonies.take(id).orElseThrow().toString())
                .isEqualTo("Taken[Ceremony[SIGN_UP]]");
    }
}
