package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A server that has no permit for one more password hash says so to every client. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process with limits of its own")
@Order(7)
@OwnServer
class BusyServerIT {

    private static final String NEW = "a-new-horse-battery";

    /** Short next to a hash, so that there is always one that waits. */
    private static final Duration AFTER_A_REFUSAL = Duration.ofMillis(20);

    private static TestDatabase database;
    private static KeycloakServer server;
    private static TestRealm realm;
    private static TestRealm costly;
    private static List<TestUser> costlyUsers;

    /**
     * One hash at a time, and one that waits. The engine is not the fastest, because the hashes
     * should take long.
     */
    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.start("busy");
        server =
                TestServer.another(Distribution.copyForPostgres("busy"), database)
                        .option("--spi-password-hashing--argon2--engine=bouncycastle")
                        .option("--spi-password-hashing--argon2--cpu-cores=1")
                        .option("--spi-password-hashing--argon2--max-waiting=1")
                        .optimizeCryptographyOnly()
                        .start();
        Admin admin = new Admin(server.baseUrl());
        realm = TestRealm.on(admin).with(r -> r.put("failureFactor", 1_000_000)).create();
        Browser.createClient(realm);
        costly =
                TestRealm.on(admin)
                        .with(r -> r.put("passwordPolicy", "authrealm-argon2(m=65536,t=12,p=1)"))
                        .create();
        costlyUsers = IntStream.range(0, 4).mapToObj(i -> costly.user()).toList();
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
        database.close();
    }

    /** Keeps the server busy with costly hashes, with always one that waits, until it is closed. */
    private static final class Load implements AutoCloseable {

        private final ExecutorService executor = Executors.newCachedThreadPool();
        private volatile boolean isOver;

        Load() {
            costlyUsers.forEach(user -> executor.submit(() -> signInAgainAndAgain(user)));
            Await.until(
                    "the server is busy",
                    Duration.ofSeconds(30),
                    () -> realm.api().login(TestRealm.newEmail(), "wrong").status() == 503);
        }

        private void signInAgainAndAgain(TestUser user) {
            while (!isOver) {
                if (costly.api().login(user.email(), user.password()).status() == 503) {
                    LockSupport.parkNanos(AFTER_A_REFUSAL.toNanos());
                }
            }
        }

        @Override
        public void close() {
            isOver = true;
            executor.shutdown();
            try {
                assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Repeats the request until the server refuses it, because now and then a request gets a
     * permit.
     *
     * @param request gets the number of the attempt, from 0
     */
    private static Answer refused(IntFunction<Answer> request) {
        for (int i = 0; i < 20; i++) {
            Answer answer = request.apply(i);
            if (answer.status() == 503) {
                return answer;
            }
        }
        throw new AssertionError("the server is not busy");
    }

    private static void assertAlike(Answer one, Answer other) {
        one.assertBusy();
        other.assertBusy();
        assertThat(one.errorWithoutRequestId()).isEqualTo(other.errorWithoutRequestId());
        assertThat(one.headers().map().keySet()).isEqualTo(other.headers().map().keySet());
    }

    @Test
    void signInIsRefusedAlikeForAllUsersAndCountsAsNoFailure() {
        TestUser user = realm.user();
        TestUser withoutPassword = realm.user(TestRealm.newEmail(), null, u -> {});
        // It asks for the realm's id, and a busy server also refuses the administrator.
        Jitsudo client = Jitsudo.of(realm);
        List<Answer> guesses = new ArrayList<>();
        try (Load load = new Load()) {
            Answer right = refused(i -> realm.api().login(user.email(), user.password()));
            assertAlike(right, refused(i -> realm.api().login(TestRealm.newEmail(), "wrong")));
            assertAlike(right, refused(i -> realm.api().login(withoutPassword.email(), "wrong")));
            Answer busy = refused(i -> Authiqa.of(realm, null).signIn(user));
            Authiqa.refused(busy, 503, "SERVICE_UNAVAILABLE");
            assertThat(Integer.parseInt(busy.header("Retry-After"))).isPositive();
            Credebl credebl = Credebl.of(realm).plain();
            Answer refused = refused(i -> credebl.signIn(user.email(), user.password()));
            Credebl.assertError(refused, 503);
            assertThat(refused.text("error")).isEqualTo("Service Unavailable");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            Answer jitsudo = refused(i -> client.login(user));
            Jitsudo.assertError(jitsudo, 503, "unavailable");
            assertThat(Integer.parseInt(jitsudo.header("Retry-After"))).isPositive();
            assertThat(jitsudo.text("details.retry_after"))
                    .isEqualTo(jitsudo.header("Retry-After"));
            for (int i = 0; i < 10; i++) {
                guesses.add(realm.api().login(user.email(), "wrong"));
            }
        }
        assertThat(guesses).filteredOn(guess -> guess.status() == 503).isNotEmpty();
        assertThat(realm.loginFailures(user).path("numFailures").asLong())
                .isEqualTo(guesses.stream().filter(guess -> guess.status() == 401).count());
        realm.signIn(user);
    }

    @Test
    void signUpIsRefusedAlikeAndCreatesNoUser() {
        TestUser user = realm.user();
        String free = TestRealm.newEmail();
        List<Answer> answers;
        try (Load load = new Load()) {
            assertAlike(
                    refused(i -> realm.api().signUp(i + free, TestRealm.PASSWORD)),
                    refused(i -> realm.api().signUp(user.email(), TestRealm.PASSWORD)));
            answers =
                    IntStream.range(10, 15)
                            .mapToObj(i -> realm.api().signUp(i + free, TestRealm.PASSWORD))
                            .toList();
        }
        // Read afterwards, because a busy server also refuses the administrator's own sign-in.
        for (int i = 0; i < answers.size(); i++) {
            assertThat(realm.usersWithEmail((10 + i) + free))
                    .hasSize(answers.get(i).status() == 201 ? 1 : 0);
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 503).isNotEmpty();
        realm.signIn(user);
        realm.api().signUp("20" + free, TestRealm.PASSWORD).assertTokens(201);
    }

    @Test
    void changeOfPasswordIsRefusedAndTheOldOneStays() {
        List<TestUser> users = IntStream.range(0, 10).mapToObj(i -> realm.user()).toList();
        List<Tokens> tokens = users.stream().map(realm::signIn).toList();
        List<Credential> before = users.stream().map(realm::password).toList();
        List<Answer> answers;
        try (Load load = new Load()) {
            answers =
                    IntStream.range(0, users.size())
                            .mapToObj(i -> change(tokens.get(i), users.get(i).password()))
                            .toList();
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 503).isNotEmpty();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).status() != 200) {
                answers.get(i).assertBusy();
                assertThat(realm.password(users.get(i))).isEqualTo(before.get(i));
                realm.signIn(users.get(i));
                realm.api().login(users.get(i).email(), NEW).assertStatus(401);
            }
        }
    }

    private static Answer change(Tokens tokens, String current) {
        return realm.api()
                .bearer(tokens)
                .post(
                        "/v1/auth/password",
                        Map.of("current_password", current, "new_password", NEW));
    }

    @Test
    void keycloaksOwnLoginPageRefusesAllUsersAlike() {
        TestUser user = realm.user();
        try (Load load = new Load()) {
            String text = "Invalid username or password";
            submitted(realm, user.email(), user.password(), text);
            submitted(realm, TestRealm.newEmail(), user.password(), text);
        }
        new Browser(realm).logIn(user.email(), user.password()).assertStatus(302);
    }

    @Test
    void passwordStepRefusesAllUsersAlikeInEveryFlow() {
        TestRealm stepped = TestRealm.on(new Admin(server.baseUrl())).create();
        Browser.createClient(stepped);
        Browser.useThePasswordStep(stepped);
        TestUser user = stepped.user();
        try (Load load = new Load()) {
            String text = "An internal server error has occurred";
            Answer known = submitted(stepped, user.email(), user.password(), text);
            Answer unknown = submitted(stepped, TestRealm.newEmail(), user.password(), text);
            assertThat(messages(known)).isNotEmpty().isEqualTo(messages(unknown));

            Answer grant =
                    refused(i -> Browser.directGrant(stepped, user.email(), user.password()));
            Answer nobody =
                    refused(i -> Browser.directGrant(stepped, TestRealm.newEmail(), "wrong"));
            assertThat(grant.text("error")).isEqualTo("temporarily_unavailable");
            assertThat(Integer.parseInt(grant.header("Retry-After"))).isBetween(1, 60);
            assertThat(nobody.body()).isEqualTo(grant.body());
            assertThat(nobody.headers().map().keySet()).isEqualTo(grant.headers().map().keySet());
        }
        new Browser(stepped).logIn(user.email(), user.password()).assertStatus(302);
        assertThat(stepped.loginFailures(user).path("numFailures").asInt()).isZero();
    }

    /**
     * The login page after a password that was not checked, recognised by {@code text}. Now and
     * then a password gets a permit, and is checked.
     */
    private static Answer submitted(TestRealm of, String name, String password, String text) {
        for (int i = 0; i < 20; i++) {
            Answer answer = new Browser(of).logIn(name, password);
            if (answer.status() != 302 && answer.body().contains(text)) {
                return answer.assertStatus(200);
            }
        }
        throw new AssertionError("the server is not busy");
    }

    private static List<String> messages(Answer page) {
        return page.body()
                .lines()
                .filter(line -> line.contains("alert") || line.contains("feedback"))
                .toList();
    }
}
