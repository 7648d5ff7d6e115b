package io.authrealm.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.core.limits.FailureCounters.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FailureCountersTest {

    private static final Duration QUARTER = Duration.ofMinutes(15);

    private static final Policy FIVE = policy(Duration.ZERO, false, false);

    private long now = 1_700_000_000_000L;
    private final FailureCounters failures = new FailureCounters(() -> now);

    private static Policy policy(Duration quickCheck, boolean isLinear, boolean isPermanent) {
        return new Policy(
                5,
                QUARTER,
                Duration.ofHours(1),
                QUARTER,
                quickCheck,
                Duration.ofMinutes(1),
                isLinear,
                isPermanent);
    }

    private void fail(int times, Policy policy) {
        for (int i = 0; i < times; i++) {
            failures.count("a", policy, true);
        }
    }

    private void pass(Duration time) {
        now += time.toMillis();
    }

    private int minutesLocked() {
        return failures.secondsLocked("a") / 60;
    }

    @Test
    void lockBeginsWithTheFifthFailureAndEnds() {
        fail(4, FIVE);
        assertThat(failures.secondsLocked("a")).isZero();
        fail(1, FIVE);
        assertThat(failures.secondsLocked("a")).isEqualTo(900);
        pass(Duration.ofSeconds(899));
        assertThat(failures.secondsLocked("a")).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(failures.secondsLocked("a")).isZero();
    }

    @Test
    void otherKeysAreNotLocked() {
        fail(5, FIVE);
        assertThat(failures.secondsLocked("b")).isZero();
        assertThat(failures.of("b")).isEmpty();
    }

    @Test
    void failuresThatAreTooFarApartDoNotCountTogether() {
        fail(4, FIVE);
        pass(QUARTER.plusMillis(1));
        fail(1, FIVE);
        assertThat(failures.secondsLocked("a")).isZero();
        assertThat(failures.of("a").orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void everyFiveMoreFailuresMakeTheLockLonger() {
        fail(9, FIVE);
        assertThat(minutesLocked()).isEqualTo(15);
        fail(1, FIVE);
        assertThat(minutesLocked()).isEqualTo(30);
    }

    @Test
    void linearLocksGetLongerWithEveryFailureUpToTheLongest() {
        Policy linear = policy(Duration.ZERO, true, false);
        fail(6, linear);
        assertThat(minutesLocked()).isEqualTo(30);
        fail(20, linear);
        assertThat(minutesLocked()).isEqualTo(60);
    }

    @Test
    void quickFailuresBeginAShortLock() {
        Policy quick = policy(Duration.ofSeconds(1), false, false);
        fail(1, quick);
        assertThat(failures.secondsLocked("a")).isZero();
        pass(Duration.ofMillis(999));
        fail(1, quick);
        assertThat(failures.secondsLocked("a")).isEqualTo(60);
    }

    @Test
    void permanentLockIsOneLongLockForEachFurtherFailure() {
        Policy permanent = policy(Duration.ZERO, false, true);
        fail(4, permanent);
        pass(Duration.ofHours(2));
        fail(1, permanent);
        assertThat(minutesLocked()).isEqualTo(60);
        pass(Duration.ofHours(1));
        assertThat(minutesLocked()).isZero();
        fail(1, permanent);
        assertThat(minutesLocked()).isEqualTo(60);
    }

    @Test
    void clearingEndsTheLock() {
        fail(5, FIVE);
        failures.clear("a");
        assertThat(failures.secondsLocked("a")).isZero();
        fail(1, FIVE);
        assertThat(failures.of("a").orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void keyIsEvictedAfterADay() {
        fail(1, FIVE);
        pass(Duration.ofDays(1));
        assertThat(failures.of("a")).isEmpty();
    }
}
