package io.authrealm.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrustedDeviceEntityTest {

    private static final Duration THEN = Duration.ofDays(30);
    private static final long BEGIN = 1_000;
    private static final long END = BEGIN + THEN.toMillis();

    private static final TrustedDeviceEntity DEVICE =
            new TrustedDeviceEntity("hash", "realm", "user", "state", BEGIN, END);

    @Test
    void endsWithItsDays() {
        assertThat(DEVICE.hasEnded(THEN, BEGIN)).isFalse();
        assertThat(DEVICE.hasEnded(THEN, END - 1)).isFalse();
        assertThat(DEVICE.hasEnded(THEN, END)).isTrue();
    }

    @Test
    void realmEndsItEarlierAndNeverLater() {
        assertThat(DEVICE.hasEnded(Duration.ofDays(1), BEGIN + 1)).isFalse();
        assertThat(DEVICE.hasEnded(Duration.ofDays(1), BEGIN + Duration.ofDays(1).toMillis()))
                .isTrue();
        assertThat(DEVICE.hasEnded(Duration.ofDays(365), END)).isTrue();
    }
}
