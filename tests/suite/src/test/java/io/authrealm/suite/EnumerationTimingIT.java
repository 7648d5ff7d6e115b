package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The time of an answer does not reveal whether the account exists. With {@code -Psoak} everything
 * is measured with the default minimum response times and long enough to show a difference of a
 * twentieth. In every build the minimum response times are higher: on a machine that is busy with
 * something else, the work that they hide takes several times as long. Requests mostly wait, so the
 * tests run concurrently, and the class comes early.
 */
@Execution(ExecutionMode.CONCURRENT)
@Order(11)
class EnumerationTimingIT {

    private static final int REQUESTS = Soak.or(200, 60);
    private static final int WARM_UP = Soak.or(60, 10);
    private static final int ACCOUNTS = 10;
    private static final double TOLERANCE = 0.05;
    private static final double LEAST_TOLERANCE = 0.3;

    /** For requests that are measured in another dialect already. */
    private static final int FEW_REQUESTS = Soak.or(200, 20);

    private static final int FEW_TO_WARM_UP = Soak.or(60, 4);

    /** Requests for each kind of user. */
    private static final int ROUNDS = Soak.or(40, 15);

    private static final int ROUNDS_WITH_HIGHER_MINIMUM = Soak.or(20, 10);

    private static final int WARM_UP_ROUNDS = Soak.or(6, 2);

    private static final int DEFAULT_MINIMUM_MILLIS = 250;
    private static final int MINIMUM_MILLIS = Soak.or(DEFAULT_MINIMUM_MILLIS, 750);
    private static final int HIGHER_MINIMUM_MILLIS = Soak.or(500, 1500);

    /** Concurrent clients of each test. Their requests mostly wait. */
    private static final int CLIENTS = Soak.or(4, 6);

    /** The same for requests that mostly hash. */
    private static final int CLIENTS_THAT_HASH = Soak.or(4, 3);

    private static final String BCRYPT_10 =
            "$2y$10$MA.kt0gsroyT6iCackRwpu2ghCw.66tBVmrZanuir0FUqsId.tNee";

    private static final String BCRYPT_12 =
            "$2y$12$c20Ok23VcDbCMa6IGFGoJO/A/5tDG816VwYhgAlKeds2VGRPrfCAG";

    /**
     * The slowest hash. On a machine that is busy with something else, several of the full cost at
     * once would wait longer than the server lets a sign-in wait, and be refused.
     */
    private static final String SLOWEST = Soak.ON ? BCRYPT_12 : BCRYPT_12.replace("$12$", "$11$");

    /** No guess of this class may trigger the lockout. */
    private static final int NEVER = 1_000_000;

    private static final String KEY = Authiqa.newKey();

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(r -> r.put("failureFactor", NEVER))
                    .with(mailbox::serve)
                    .setting("parent_keys", KEY)
                    .setting("sign_in_refusal_floor_ms", "" + MINIMUM_MILLIS)
                    .setting("recovery_floor_ms", "" + MINIMUM_MILLIS);

    @RegisterExtension
    static final TestRealm byDefault =
            TestRealm.fresh().with(mailbox::serve).withDefaultMinimumTimes();

    @RegisterExtension
    static final TestRealm withoutMinimum =
            TestRealm.fresh()
                    .with(r -> r.put("failureFactor", NEVER))
                    // Then most of the time is the hash, and not the search for the user.
                    .with(r -> r.put("passwordPolicy", "authrealm-argon2(m=19456,t=4,p=1)"));

    @RegisterExtension
    static final TestRealm withHigherMinimum =
            TestRealm.fresh()
                    .with(r -> r.put("failureFactor", NEVER))
                    .setting("sign_in_refusal_floor_ms", "" + HIGHER_MINIMUM_MILLIS);

    /** The times of one pair of requests, in microseconds. */
    private record Pair(long known, long unknown) {}

    @Test
    void wrongPasswordAndUnknownEmailTakeTheSameTime() {
        List<Pair> pairs = measure(realm, CLIENTS, email -> refusedSignIn(realm, email));
        assertSameMedian("refused sign-ins", pairs);
        assertMinimumTime(pairs);
    }

    @Test
    void requestForALinkTakesTheSameTimeForEveryAddress() {
        List<Pair> pairs =
                measure(
                        realm,
                        CLIENTS,
                        email -> realm.api().forgotPassword(email).assertStatus(202));
        assertSameMedian("requests for a link", pairs);
        assertMinimumTime(pairs);
    }

    @Test
    void requestForAMagicLinkTakesTheSameTimeForEveryAddress() {
        List<Pair> pairs =
                measure(
                        realm,
                        CLIENTS,
                        email -> realm.api().startMagicLink(email).assertStatus(200));
        assertSameMedian("requests for a magic link", pairs);
        assertMinimumTime(pairs);
    }

    /** The work is that of Qeet ID, and the words are others. */
    @Test
    void requestsOfJitsudoTakeTheSameTimeForEveryAddress() {
        Jitsudo client = Jitsudo.of(realm);
        assertSameTimes(
                Map.of(
                        "refused sign-ins of JITSudo",
                        email -> client.login(email, "not-the-password").assertStatus(401),
                        "requests for a link of JITSudo",
                        email ->
                                client.post("/auth/request-password-reset", "email", email)
                                        .assertStatus(202)));
    }

    @Test
    void requestsOfCredeblTakeTheSameTimeForEveryAddress() {
        Credebl client = Credebl.of(realm).plain();
        assertSameTimes(
                Map.of(
                        "refused sign-ins of CREDEBL",
                        email -> client.signIn(email, "not-the-password").assertStatus(401),
                        "requests for a link of CREDEBL",
                        email -> client.forgotPassword(email).assertStatus(200)));
    }

    @Test
    void requestsOfAuthiqaTakeTheSameTimeForEveryAddress() {
        Authiqa client = Authiqa.of(realm, KEY);
        assertSameTimes(
                Map.of(
                        "refused sign-ins of Authiqa",
                        email -> client.signIn(email, "not-the-password").assertStatus(401),
                        "requests for a link of Authiqa",
                        email -> client.resetPassword(email).assertStatus(200)));
    }

    private static void assertSameTimes(Map<String, Function<String, Answer>> requests) {
        requests.forEach(
                (what, request) -> {
                    List<Pair> pairs =
                            measure(realm, CLIENTS, FEW_TO_WARM_UP, FEW_REQUESTS, request);
                    assertSameMedian(what, pairs);
                    assertMinimumTime(pairs);
                });
    }

    private static void assertMinimumTime(List<Pair> pairs) {
        long minimum = Duration.ofMillis(MINIMUM_MILLIS).toNanos() / 1000;
        assertThat(pairs)
                .allSatisfy(
                        pair -> {
                            assertThat(pair.known()).isGreaterThanOrEqualTo(minimum);
                            assertThat(pair.unknown()).isGreaterThanOrEqualTo(minimum);
                        });
    }

    @Test
    void defaultMinimumResponseTimeIsAQuarterOfASecond() {
        Duration minimum = Duration.ofMillis(DEFAULT_MINIMUM_MILLIS);
        for (String email : List.of(byDefault.user().email(), TestRealm.newEmail())) {
            Api api = byDefault.api();
            Map<String, String> body = Map.of("email", email);
            assertThat(
                            List.of(
                                    refusedSignIn(byDefault, email),
                                    api.post("/v1/auth/forgot-password", body).assertStatus(202),
                                    api.post("/v1/auth/magic-link/start", body).assertStatus(200)))
                    .allSatisfy(
                            answer -> assertThat(answer.took()).isGreaterThanOrEqualTo(minimum));
        }
    }

    @Test
    void wrongPasswordAndUnknownEmailDoTheSameWorkWithoutAMinimum() {
        List<Pair> pairs =
                measure(withoutMinimum, 1, email -> refusedSignIn(withoutMinimum, email));
        // Reading a user takes a database of its own some time, which a minimum hides.
        if (Soak.ON && !TestServer.isOnPostgres()) {
            assertSameMedian("refused sign-ins without a minimum", pairs);
        } else {
            assertSameLeast("refused sign-ins without a minimum", pairs);
        }
    }

    @Test
    void storedCredentialsDoNotShowInTheTime() {
        assertSameMedians(
                "with a minimum of " + MINIMUM_MILLIS + " ms, the old hash bcrypt of cost 10",
                realm,
                BCRYPT_10,
                ROUNDS);
    }

    @Test
    void slowestHashesNeedAHigherMinimum() {
        assertSameMedians(
                "with a minimum of "
                        + HIGHER_MINIMUM_MILLIS
                        + " ms, the old hash "
                        + SLOWEST.substring(0, 7),
                withHigherMinimum,
                SLOWEST,
                ROUNDS_WITH_HIGHER_MINIMUM);
    }

    private static void assertSameMedians(String what, TestRealm realm, String oldHash, int times) {
        StoredPassword stored = StoredPassword.encoded(oldHash);
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("Argon2", emails(() -> realm.user().email()));
        kinds.put("no account", emails(TestRealm::newEmail));
        kinds.put(
                "no password",
                emails(() -> realm.user(TestRealm.newEmail(), null, user -> {}).email()));
        kinds.put("old hash", emails(() -> realm.imported(stored, "").email()));

        Parallel.run(WARM_UP_ROUNDS, CLIENTS_THAT_HASH, i -> round(realm, kinds, i));
        List<Map<String, Long>> rounds =
                Parallel.run(times, CLIENTS_THAT_HASH, i -> round(realm, kinds, i));

        Map<String, Double> medians = new LinkedHashMap<>();
        for (String kind : kinds.keySet()) {
            medians.put(kind, median(rounds.stream().map(round -> round.get(kind)).toList()));
        }
        System.out.printf("Medians of %d refused sign-ins %s: %s us%n", times, what, medians);
        double least = medians.values().stream().min(Double::compare).orElseThrow();
        assertThat(medians.values())
                .allSatisfy(m -> assertThat(m).isLessThan((1 + TOLERANCE) * least));
    }

    private static List<String> emails(Supplier<String> next) {
        return Stream.generate(next).limit(ACCOUNTS).toList();
    }

    /** The times of one request for each kind, beginning with another kind each time. */
    private static Map<String, Long> round(
            TestRealm realm, Map<String, List<String>> kinds, int index) {
        List<String> names = new ArrayList<>(kinds.keySet());
        Collections.rotate(names, index);
        Map<String, Long> times = new HashMap<>();
        for (String name : names) {
            String email = kinds.get(name).get(index % ACCOUNTS);
            times.put(name, micros(refusedSignIn(realm, email)));
        }
        return times;
    }

    private static List<Pair> measure(
            TestRealm realm, int atOnce, Function<String, Answer> request) {
        return measure(realm, atOnce, WARM_UP, REQUESTS, request);
    }

    private static List<Pair> measure(
            TestRealm realm,
            int atOnce,
            int warmUp,
            int requests,
            Function<String, Answer> request) {
        List<String> known =
                IntStream.range(0, ACCOUNTS).mapToObj(i -> realm.user().email()).toList();
        List<String> unknown =
                IntStream.range(0, ACCOUNTS).mapToObj(i -> TestRealm.newEmail()).toList();
        Parallel.run(warmUp, atOnce, i -> pair(request, known, unknown, i));
        return Parallel.run(requests, atOnce, i -> pair(request, known, unknown, i));
    }

    private static Pair pair(
            Function<String, Answer> request, List<String> known, List<String> unknown, int index) {
        String one = known.get(index % ACCOUNTS);
        String other = unknown.get(index % ACCOUNTS);
        // Neither kind may always come second.
        if (index / ACCOUNTS % 2 == 0) {
            long time = micros(request.apply(one));
            return new Pair(time, micros(request.apply(other)));
        }
        long time = micros(request.apply(other));
        return new Pair(micros(request.apply(one)), time);
    }

    private static Answer refusedSignIn(TestRealm realm, String email) {
        return realm.api()
                .login(email, "not-the-password")
                .assertError(401, "auth.invalid_credentials");
    }

    private static long micros(Answer answer) {
        return answer.took().toNanos() / 1000;
    }

    private static void assertSameMedian(String what, List<Pair> pairs) {
        double known = median(pairs.stream().map(Pair::known).toList());
        double unknown = median(pairs.stream().map(Pair::unknown).toList());
        System.out.printf(
                "Median of %d %s: known email %.2f ms, unknown email %.2f ms%n",
                pairs.size(), what, known / 1000, unknown / 1000);
        assertThat(unknown).isCloseTo(known, within(TOLERANCE * known));
    }

    /**
     * The shortest time is that of a request that no other work on the machine delayed. Without the
     * hash it would be a fraction of it.
     */
    private static void assertSameLeast(String what, List<Pair> pairs) {
        double known = pairs.stream().mapToLong(Pair::known).min().orElseThrow();
        double unknown = pairs.stream().mapToLong(Pair::unknown).min().orElseThrow();
        System.out.printf(
                "Least of %d %s: known email %.2f ms, unknown email %.2f ms%n",
                pairs.size(), what, known / 1000, unknown / 1000);
        assertThat(unknown).isCloseTo(known, within(LEAST_TOLERANCE * known));
    }

    private static double median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }
}
