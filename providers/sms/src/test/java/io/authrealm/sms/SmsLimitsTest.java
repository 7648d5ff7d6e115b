package io.authrealm.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.authrealm.sms.SmsLimits.Admission;
import io.authrealm.sms.SmsLimits.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmsLimitsTest {

    private static final Admission ADMITTED = new Admission.Admitted();

    private static final String REALM = "acme";
    private static final String USER = "alice";
    private static final String ADDRESS = "192.0.2.7";

    private long now = Long.MAX_VALUE - Duration.ofMinutes(90).toNanos();

    private final SmsLimits limits = new SmsLimits(() -> now);

    private static SmsLimitSettings settings(int number, int user, int address, int realm) {
        return new SmsLimitSettings(number, user, address, realm, Set.of());
    }

    private static PhoneNumber number(int i) {
        return Numbers.of("+4915%09d".formatted(112_000_000 + i));
    }

    private static Admission limited(Limit by, int seconds) {
        return new Admission.Limited(by, seconds);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private Admission admit(SmsLimitSettings settings) {
        return limits.admit(settings, REALM, USER, ADDRESS, Numbers.AMERICAN);
    }

    private int admitted(SmsLimitSettings settings, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += admit(settings).equals(ADMITTED) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void fiveMessagesGoToANumberAndOneMoreEveryTwelveMinutes() {
        SmsLimitSettings five = settings(5, 0, 0, 0);
        assertThat(admitted(five, 5)).isEqualTo(5);
        assertThat(admit(five)).isEqualTo(limited(Limit.NUMBER, 720));
        pass(Duration.ofMinutes(11));
        assertThat(admit(five)).isEqualTo(limited(Limit.NUMBER, 60));
        pass(Duration.ofMinutes(1));
        assertThat(admitted(five, 10)).isEqualTo(1);
        pass(Duration.ofHours(1));
        assertThat(admitted(five, 10)).isEqualTo(5);
    }

    @Test
    void announcedWaitIsExact() {
        SmsLimitSettings seven = settings(7, 0, 0, 0);
        assertThat(admitted(seven, 7)).isEqualTo(7);
        pass(Duration.ofMillis(1234));
        Admission.Limited refused = (Admission.Limited) admit(seven);
        pass(Duration.ofSeconds(refused.retryAfterSeconds() - 1));
        assertThat(admit(seven)).isEqualTo(limited(Limit.NUMBER, 1));
        pass(Duration.ofSeconds(1));
        assertThat(admit(seven)).isEqualTo(ADMITTED);
    }

    @Test
    void numberIsLimitedForAllUsersAndAddresses() {
        SmsLimitSettings one = settings(1, 100, 100, 100);
        assertThat(limits.admit(one, REALM, "a", "192.0.2.1", Numbers.AMERICAN))
                .isEqualTo(ADMITTED);
        assertThat(limits.admit(one, REALM, "b", "192.0.2.2", Numbers.AMERICAN))
                .isEqualTo(limited(Limit.NUMBER, 3600));
        assertThat(limits.admit(one, REALM, "b", "192.0.2.2", Numbers.AUSTRALIAN))
                .isEqualTo(ADMITTED);
    }

    @Test
    void userIsLimitedForAllNumbersAndAddresses() {
        SmsLimitSettings one = settings(100, 1, 100, 100);
        assertThat(limits.admit(one, REALM, USER, "192.0.2.1", number(1))).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, REALM, USER, "192.0.2.2", number(2)))
                .isEqualTo(limited(Limit.USER, 3600));
        assertThat(limits.admit(one, REALM, "bob", "192.0.2.2", number(2))).isEqualTo(ADMITTED);
    }

    @Test
    void requestWithoutAUserHasTheOtherLimits() {
        SmsLimitSettings one = settings(100, 1, 2, 100);
        assertThat(limits.admit(one, REALM, null, ADDRESS, number(1))).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, REALM, null, ADDRESS, number(2))).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, REALM, null, ADDRESS, number(3)))
                .isEqualTo(limited(Limit.ADDRESS, 1800));
    }

    @Test
    void addressIsANetworkOfIpv6() {
        SmsLimitSettings one = settings(100, 100, 1, 100);
        assertThat(limits.admit(one, REALM, "a", "2001:db8::1", number(1))).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, REALM, "b", "2001:db8::2", number(2)))
                .isEqualTo(limited(Limit.ADDRESS, 3600));
        assertThat(limits.admit(one, REALM, "b", "2001:db8:0:1::2", number(2))).isEqualTo(ADMITTED);
    }

    @Test
    void requestsWithoutAnAddressAreLimitedTogether() {
        SmsLimitSettings one = settings(100, 100, 1, 100);
        assertThat(limits.admit(one, REALM, "a", null, number(1))).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, REALM, "b", null, number(2)))
                .isEqualTo(limited(Limit.ADDRESS, 3600));
    }

    @Test
    void realmsDoNotUseUpEachOthersLimits() {
        SmsLimitSettings one = settings(1, 1, 1, 1);
        assertThat(admit(one)).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, "umbrella", USER, ADDRESS, Numbers.AMERICAN))
                .isEqualTo(ADMITTED);
        assertThat(admit(one)).isInstanceOf(Admission.Limited.class);
    }

    @Test
    void refusalTakesNothingOfTheOtherLimits() {
        SmsLimitSettings settings = settings(2, 100, 100, 3);
        assertThat(admitted(settings, 50)).isEqualTo(2);
        // After 48 refusals the realm still has the third permit.
        assertThat(limits.admit(settings, REALM, "bob", "192.0.2.9", Numbers.AUSTRALIAN))
                .isEqualTo(ADMITTED);
        assertThat(limits.admit(settings, REALM, "bob", "192.0.2.9", Numbers.AUSTRALIAN))
                .isEqualTo(limited(Limit.REALM, 1200));
        // The refusal in the realm took nothing from the number either, which has one left.
        SmsLimitSettings unlimited = settings(2, 100, 100, 0);
        assertThat(limits.admit(unlimited, REALM, "bob", "192.0.2.9", Numbers.AUSTRALIAN))
                .isEqualTo(ADMITTED);
        assertThat(limits.admit(unlimited, REALM, "bob", "192.0.2.9", Numbers.AUSTRALIAN))
                .isEqualTo(limited(Limit.NUMBER, 1800));
    }

    @Test
    void longestWaitOfSeveralIsReported() {
        SmsLimitSettings one = settings(1, 1, 0, 0);
        assertThat(limits.admit(one, REALM, "a", ADDRESS, number(1))).isEqualTo(ADMITTED);
        pass(Duration.ofMinutes(30));
        assertThat(limits.admit(one, REALM, "b", ADDRESS, number(2))).isEqualTo(ADMITTED);

        assertThat(limits.admit(one, REALM, "b", ADDRESS, number(1)))
                .isEqualTo(limited(Limit.USER, 3600));
        assertThat(limits.admit(one, REALM, "a", ADDRESS, number(2)))
                .isEqualTo(limited(Limit.NUMBER, 3600));
        assertThat(limits.admit(one, REALM, "a", ADDRESS, number(1)))
                .isEqualTo(limited(Limit.NUMBER, 1800));
    }

    @Test
    void limitOfZeroIsOff() {
        assertThat(admitted(settings(0, 0, 0, 0), 10_000)).isEqualTo(10_000);
        assertThat(limits.keysInUse()).isZero();
    }

    @Test
    void smallerLimitHoldsFromTheNextMessage() {
        assertThat(admitted(settings(100, 0, 0, 0), 50)).isEqualTo(50);
        assertThat(admit(settings(1, 0, 0, 0))).isInstanceOf(Admission.Limited.class);
    }

    @Test
    void numberOfACountryThatIsNotOnTheListTakesNothing() {
        SmsLimitSettings german = new SmsLimitSettings(1, 1, 1, 1, Set.of("DE", "at"));
        assertThat(admit(german)).isEqualTo(new Admission.CountryNotAllowed());
        assertThat(limits.admit(german, REALM, USER, ADDRESS, number(1))).isEqualTo(ADMITTED);
        assertThat(admit(german)).isEqualTo(new Admission.CountryNotAllowed());
    }

    @Test
    void countryIsTheNumbersAndNotItsCode() {
        SmsLimitSettings american = new SmsLimitSettings(5, 5, 5, 5, Set.of("US"));
        assertThat(admit(american)).isEqualTo(ADMITTED);
        PhoneNumber bahamian = Numbers.of("+12423591234");
        assertThat(limits.admit(american, REALM, USER, ADDRESS, bahamian))
                .isEqualTo(new Admission.CountryNotAllowed());
    }

    @Test
    void refusedMessagesFillNoMemory() {
        SmsLimitSettings ten = settings(5, 5, 5, 10);
        for (int i = 0; i < 10_000; i++) {
            limits.admit(ten, REALM, "user-" + i, "192.0.2." + i, number(i));
        }
        assertThat(limits.keysInUse()).isEqualTo(10 * 3 + 1);
    }

    @Test
    void keysAreEvictedAfterAnHour() {
        assertThat(admitted(settings(1000, 5, 20, 500), 5)).isEqualTo(5);
        assertThat(limits.keysInUse()).isEqualTo(4);
        pass(Duration.ofHours(1));
        assertThat(limits.keysInUse()).isZero();
    }

    @Test
    void memoryIsBoundedIfTheRealmHasNoLimit() {
        SmsLimitSettings unlimited = settings(0, 5, 5, 0);
        for (int i = 0; i < 60_000; i++) {
            String address = "10.1." + i / 256 + '.' + i % 256;
            limits.admit(unlimited, REALM, "user-" + i, address, Numbers.AMERICAN);
        }
        assertThat(limits.keysInUse()).isBetween(90_000L, 100_000L);
    }

    @Test
    void concurrentCallersTakeNoMoreThanTheLimit() throws Exception {
        int threads = 8;
        SmsLimitSettings settings = settings(0, 100, 0, 450);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String user = "user-" + i;
                counts.add(
                        pool.submit(
                                () -> {
                                    start.await();
                                    int taken = 0;
                                    for (int k = 0; k < 1000; k++) {
                                        Admission admission =
                                                limits.admit(
                                                        settings,
                                                        REALM,
                                                        user,
                                                        ADDRESS,
                                                        Numbers.AMERICAN);
                                        taken += admission.equals(ADMITTED) ? 1 : 0;
                                    }
                                    return taken;
                                }));
            }
            start.countDown();
            int total = 0;
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isLessThanOrEqualTo(100);
                total += count.get();
            }
            assertThat(total).isEqualTo(450);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void systemClockIsUsedByDefault() {
        assertThat(
                        new SmsLimits()
                                .admit(
                                        SmsLimitSettings.DEFAULTS,
                                        REALM,
                                        USER,
                                        ADDRESS,
                                        Numbers.AMERICAN))
                .isEqualTo(ADMITTED);
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        assertThat(SmsLimitSettings.DEFAULTS).isEqualTo(settings(5, 5, 20, 500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UK", "ZZ", "", "001", "Germany", "D"})
    void refusesACountryThatNoNumberIsOf(String country) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SmsLimitSettings(5, 5, 20, 500, Set.of(country)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 1_000_001, Integer.MAX_VALUE})
    void refusesLimitsOutOfRange(int messages) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(messages, 5, 5, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(5, messages, 5, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(5, 5, messages, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> settings(5, 5, 5, messages));
    }
}
