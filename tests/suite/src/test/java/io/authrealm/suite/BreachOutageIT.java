package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.fakes.FakeRangeServer.Mood;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/** While Have I Been Pwned is down, no request waits for it. */
@ResourceLock(TestServer.RANGES_LOCK)
class BreachOutageIT {

    private static final int SIGN_UPS = Soak.or(200, 60);
    private static final int WARM_UP = Soak.or(20, 5);

    /** A request that waited for the service would take many times as long as one that does not. */
    private static final double TOLERANCE = Soak.or(0.1, 1.0);

    @RegisterExtension
    static final TestRealm checked =
            TestRealm.fresh()
                    .with(
                            r ->
                                    r.put(
                                            "passwordPolicy",
                                            "length(8) and authrealm-weak-password"
                                                    + " and breached-password(1)"));

    @RegisterExtension static final TestRealm unchecked = TestRealm.fresh().withDefaultHash();

    @AfterEach
    void endTheOutage() {
        TestServer.endOutageOfRanges();
    }

    @Test
    void signUpsTakeNoLongerIfConnectionsAreRefused() {
        TestServer.ranges().down();
        compare("refuses connections");
    }

    @Test
    void signUpsTakeNoLongerIfTheServiceDoesNotAnswer() {
        TestServer.ranges().answer(Mood.SILENT);
        compare("does not answer");
    }

    /** In turns, so that other work on the machine affects both. */
    private static void compare(String what) {
        for (int i = 0; i < WARM_UP; i++) {
            signUp(unchecked);
            signUp(checked);
        }
        long told = linesInTheLog();
        long start = System.nanoTime();
        List<Long> with = new ArrayList<>();
        List<Long> without = new ArrayList<>();
        for (int i = 0; i < SIGN_UPS; i++) {
            if (i % 2 == 0) {
                with.add(signUp(checked));
                without.add(signUp(unchecked));
            } else {
                without.add(signUp(unchecked));
                with.add(signUp(checked));
            }
        }
        System.out.printf(
                "%d sign-ups while the service %s: %d ms with the policy, %d ms without;"
                        + " lower quartiles %.1f and %.1f ms%n",
                SIGN_UPS, what, sum(with), sum(without), quartile(with), quartile(without));
        assertThat(quartile(with)).isLessThan((1 + TOLERANCE) * quartile(without));
        long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - start);
        assertThat(linesInTheLog() - told).as("lines").isLessThanOrEqualTo(1 + minutes);
        assertThat(with)
                .allSatisfy(
                        micros -> assertThat(micros).isLessThan(Soak.or(1_500_000L, 3_000_000L)));
    }

    private static long linesInTheLog() {
        return TestServer.isContainer()
                ? 0
                : TestServer.log().stream()
                        .filter(line -> line.contains("cannot be looked up online"))
                        .count();
    }

    private static long signUp(TestRealm realm) {
        Answer answer = realm.api().signUp(TestRealm.newEmail(), "horse-" + TestRealm.random());
        answer.assertTokens(201);
        return answer.took().toNanos() / 1000;
    }

    private static long sum(List<Long> micros) {
        return micros.stream().mapToLong(Long::longValue).sum() / 1000;
    }

    /** The time of a sign-up that no other work on the machine delays. */
    private static double quartile(List<Long> micros) {
        List<Long> sorted = micros.stream().sorted().toList();
        return sorted.get(sorted.size() / 4) / 1000.0;
    }
}
