package io.authrealm.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UncountedFailuresTest {

    private final UncountedFailures<String> failures = new UncountedFailures<>(2);
    private final List<String> counted = new ArrayList<>();

    private static void broken(String key) {
        throw new IllegalStateException("cannot count");
    }

    @Test
    void keyWithoutFailuresIsOpen() {
        assertThat(failures.settle("a", UncountedFailuresTest::broken)).isTrue();
    }

    @Test
    void keyIsClosedUntilItsFailuresAreCounted() {
        failures.add("a");
        failures.add("a");
        assertThat(failures.settle("a", UncountedFailuresTest::broken)).isFalse();
        assertThat(failures.settle("b", UncountedFailuresTest::broken)).isTrue();
        assertThat(failures.settle("a", counted::add)).isTrue();
        assertThat(counted).containsExactly("a", "a");
        assertThat(failures.settle("a", UncountedFailuresTest::broken)).isTrue();
    }

    @Test
    void failureToLinkIsAFailureToCount() {
        failures.add("a");
        UncountedFailures.Counter<String> missing =
                key -> {
                    throw new NoSuchMethodError("failure");
                };
        assertThat(failures.settle("a", missing)).isFalse();
    }

    @Test
    void whatWasCountedIsNotCountedAgain() {
        failures.add("a");
        failures.add("a");
        UncountedFailures.Counter<String> onceOnly =
                key -> {
                    if (!counted.isEmpty()) {
                        throw new IllegalStateException("cannot count");
                    }
                    counted.add(key);
                };
        assertThat(failures.settle("a", onceOnly)).isFalse();
        assertThat(failures.settle("a", counted::add)).isTrue();
        assertThat(counted).hasSize(2);
    }

    @Test
    void withoutRoomEveryKeyIsClosed() {
        failures.add("a");
        failures.add("b");
        assertThat(failures.settle("c", UncountedFailuresTest::broken)).isFalse();
        assertThat(failures.settle("c", counted::add)).isTrue();
        assertThat(counted).hasSize(1);
        assertThat(failures.settle("c", UncountedFailuresTest::broken)).isTrue();
    }
}
