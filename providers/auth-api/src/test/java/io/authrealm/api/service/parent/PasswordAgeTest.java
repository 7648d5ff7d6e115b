package io.authrealm.api.service.parent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PasswordAgeTest {

    @ParameterizedTest
    @CsvSource({
        "PT1M, 90, 90",
        "PT25H, 90, 89",
        "P89D, 90, 1",
        "PT2159H, 90, 1",
        "P90D, 90, 0",
        "P1000D, 90, 0",
        "P29D, 30, 1"
    })
    void daysAreCountedUpToTheEndOfTheLastOne(Duration age, int maximum, int left) {
        PasswordAge password = new PasswordAge(Instant.now().minus(age), maximum);

        assertThat(password.daysLeft()).isEqualTo(left);
        assertThat(password.isTooOld()).isEqualTo(left == 0);
    }
}
