package io.authrealm.api.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealmRevisionsTest {

    private static final long ANNOUNCED = 7;

    private final Map<String, Long> numbers = new HashMap<>();
    private final RealmRevisions revisions = new RealmRevisions(true, numbers);

    @Test
    void sameNumberIsUnchanged() {
        assertThat(revisions.isUnchanged("realm", null, ANNOUNCED)).isTrue();
        numbers.put("realm", 5L);
        assertThat(revisions.isUnchanged("realm", 5L, ANNOUNCED)).isTrue();
        assertThat(revisions.isUnchanged("realm", 4L, ANNOUNCED)).isFalse();
    }

    @Test
    void realmThatIsOnlyLoadedIsUnchanged() {
        numbers.put("realm", ANNOUNCED);
        assertThat(revisions.isUnchanged("realm", null, ANNOUNCED)).isTrue();
    }

    @Test
    void realmWithLaterNumberMayHaveChanged() {
        numbers.put("realm", ANNOUNCED + 1);
        assertThat(revisions.isUnchanged("realm", null, ANNOUNCED)).isFalse();
    }

    @Test
    void forgottenNumberTellsNothing() {
        assertThat(revisions.isUnchanged("realm", 5L, ANNOUNCED)).isFalse();
        numbers.put("realm", ANNOUNCED);
        assertThat(revisions.isUnchanged("realm", null, null)).isFalse();
    }

    @Test
    void withoutCacheEverythingMayHaveChanged() {
        RealmRevisions without = new RealmRevisions(false, Map.of());
        Object before = without.of("realm");
        assertThat(without.isUnchanged("realm", before, null)).isFalse();
    }
}
