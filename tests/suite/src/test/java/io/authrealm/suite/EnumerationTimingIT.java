package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The time of a refused sign-in does not tell whether the account exists. */
class EnumerationTimingIT {

    private static final int REQUESTS = 200;
    private static final int WARM_UP = 60;
    private static final int ACCOUNTS = 10;
    private static final double TOLERANCE = 0.05;

    /** No guess of this class may meet the lockout. */
    private static final int NEVER = 1_000_000;

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(r -> r.put("failureFactor", NEVER)).withDefaultFloor();

    @RegisterExtension
    static final TestRealm withoutFloor =
            TestRealm.fresh().with(r -> r.put("failureFactor", NEVER));

    /** The times of one pair of requests, in microseconds. */
    private record Pair(long known, long unknown) {}

    @Test
    void wrongPasswordAndUnknownEmailTakeTheSameTime() {
        // Several at once, because most of the time of each is waiting for the floor.
        List<Pair> pairs = measure(realm, 4);
        assertSameMedian("with the default floor", pairs);
        long floor = Duration.ofMillis(250).toNanos() / 1000;
        assertThat(pairs)
                .allSatisfy(
                        pair -> {
                            assertThat(pair.known()).isGreaterThanOrEqualTo(floor);
                            assertThat(pair.unknown()).isGreaterThanOrEqualTo(floor);
                        });
    }

    @Test
    void theyDoTheSameWorkEvenWithoutAFloor() {
        assertSameMedian("without a floor", measure(withoutFloor, 1));
    }

    private static List<Pair> measure(TestRealm realm, int atOnce) {
        List<String> known =
                IntStream.range(0, ACCOUNTS).mapToObj(i -> realm.user().email()).toList();
        List<String> unknown =
                IntStream.range(0, ACCOUNTS).mapToObj(i -> TestRealm.newEmail()).toList();
        Parallel.run(WARM_UP, atOnce, i -> pair(realm, known, unknown, i));
        return Parallel.run(REQUESTS, atOnce, i -> pair(realm, known, unknown, i));
    }

    private static Pair pair(TestRealm realm, List<String> known, List<String> unknown, int index) {
        String one = known.get(index % ACCOUNTS);
        String other = unknown.get(index % ACCOUNTS);
        // Neither kind may always be the one that runs behind the other.
        if (index / ACCOUNTS % 2 == 0) {
            long time = micros(realm, one);
            return new Pair(time, micros(realm, other));
        }
        long time = micros(realm, other);
        return new Pair(micros(realm, one), time);
    }

    private static long micros(TestRealm realm, String email) {
        Answer answer = realm.api().login(email, "not-the-password");
        answer.assertError(401, "auth.invalid_credentials");
        return answer.took().toNanos() / 1000;
    }

    private static void assertSameMedian(String what, List<Pair> pairs) {
        double known = median(pairs.stream().map(Pair::known).toList());
        double unknown = median(pairs.stream().map(Pair::unknown).toList());
        System.out.printf(
                "Median of %d refused sign-ins %s: known email %.2f ms, unknown email %.2f ms%n",
                pairs.size(), what, known / 1000, unknown / 1000);
        assertThat(unknown).isCloseTo(known, within(TOLERANCE * known));
    }

    private static double median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }
}
