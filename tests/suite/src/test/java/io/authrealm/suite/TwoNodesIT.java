package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A cluster of two nodes: a sign-in begins on one and ends on the other, and refreshes while the
 * database or one node fails in the middle.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs server processes that it can kill")
@ResourceLock(PostgresServer.LOCK)
@TestMethodOrder(OrderAnnotation.class)
@Order(9)
@OwnServer
class TwoNodesIT {

    /** Fails the commit of anything that writes a session that is listed in the table. */
    private static final String FAULT =
            """
            create table fault (session_id varchar(36));
            create function fail_named_session() returns trigger language plpgsql as $$
            begin
              if exists (select 1 from fault where session_id = new.user_session_id) then
                raise exception 'the test cuts this commit';
              end if;
              return null;
            end $$;
            create constraint trigger fail_user_session
              after insert or update on offline_user_session
              deferrable initially deferred for each row execute function fail_named_session();
            create constraint trigger fail_client_session
              after insert or update on offline_client_session
              deferrable initially deferred for each row execute function fail_named_session();
            """;

    private static final String LOCK =
            """
            select 1 from offline_user_session
              join offline_client_session using (user_session_id)
              where user_session_id = ? for update
            """;

    /** The default of {@code factor_max_attempts}. */
    private static final int ATTEMPTS_OF_A_USER = 10;

    private static final String EXPIRED = "auth.mfa_challenge_expired";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    private static PostgresServer server;
    private static TestDatabase database;
    private static KeycloakServer one;
    private static KeycloakServer two;
    private static TestRealm realm;

    @BeforeAll
    static void start() {
        server = PostgresServer.running();
        database = server.database();
        one = node("node-1");
        // Keycloak's protection would refuse most of the guesses before they are counted.
        realm =
                TestRealm.on(new Admin(one.baseUrl()))
                        .with(it -> it.put("bruteForceProtected", false))
                        .with(mailbox::serve)
                        .create();
        database.execute(FAULT);
    }

    /** Tokens name the address in front of all nodes. */
    private static KeycloakServer node(String folder) {
        return server.another(folder)
                .option("--cache=ispn")
                .option("--cache-embedded-network-bind-address=127.0.0.1")
                .option("--hostname=http://nodes.example")
                .option("--spi-realm-restapi-extension--v1--email-scope=server")
                .start();
    }

    /** Restarted if a test has killed it. */
    @BeforeEach
    void startTheOtherNode() {
        if (two == null || !two.isRunning()) {
            two = node("node-2");
        }
    }

    @AfterAll
    static void stop() {
        if (two != null) {
            two.stop();
        }
        if (one != null) {
            one.stop();
        }
    }

    /** The node at which the client tries again. */
    enum Node {
        SAME,
        OTHER
    }

    private static Api api(KeycloakServer node) {
        return new Api(node.baseUrl() + "/realms/" + realm.name());
    }

    private static KeycloakServer node(int number) {
        return number % 2 == 0 ? one : two;
    }

    private static String challenge(KeycloakServer node, TestUser user) {
        return api(node).login(user.email(), user.password()).assertChallenge();
    }

    @Test
    void apiKeyEndsOnBothNodesAtOnce() {
        TestUser maker = realm.admin("realm-admin");
        Tokens tokens = api(one).login(maker.email(), maker.password()).assertTokens();
        Api admin = api(one).bearer(tokens);
        Answer created = admin.post("/v1/api-keys", Map.of("name", "x")).assertStatus(201);
        String path = "/v1/users?limit=1";
        Api key = api(two).with("Authorization", "ApiKey " + created.text("key"));
        key.get(path).assertStatus(200);
        realm.disable(maker);
        key.get(path).assertError(401, "apikey.invalid");
        realm.updateUser(maker, user -> user.put("enabled", true));
        key.get(path).assertStatus(200);
        realm.as(realm.admin("realm-admin"))
                .delete("/v1/api-keys/" + created.text("id"))
                .assertStatus(204);
        key.get(path).assertError(401, "apikey.invalid");
    }

    /** A snapshot that only grows old would be replaced after three seconds. */
    @Test
    void changeOfSettingsOnOneNodeHoldsAtTheRootOfTheOtherAtOnce() {
        TestRealm changing = TestRealm.on(new Admin(one.baseUrl())).create();
        String key = changing.api().get("/v1/.well-known/jwks.json").text("keys.0.kid");
        List<Duration> took = new ArrayList<>();
        took.add(untilKeyIsAtRootOfTwo(key, true));
        for (boolean isOpen : List.of(false, true, false, true, false, true)) {
            changing.updateSettings(Map.of("enabled", List.of(Boolean.toString(isOpen))));
            took.add(untilKeyIsAtRootOfTwo(key, isOpen));
        }
        Collections.sort(took);
        assertThat(took.get(took.size() / 2)).isLessThan(Duration.ofMillis(700));
    }

    private static Duration untilKeyIsAtRootOfTwo(String key, boolean isExpected) {
        long start = System.nanoTime();
        Api root = new Api(two.baseUrl());
        Await.until(
                "node two " + (isExpected ? "knows" : "has forgotten") + " the key",
                Duration.ofSeconds(15),
                () ->
                        root.get("/.well-known/jwks.json").assertStatus(200).body().contains(key)
                                == isExpected);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void tenantIsMadeOnceByBothNodesAndFoundByBoth() {
        String slug = NewTenants.slug();
        String token = realm.admin().token();
        List<Answer> answers =
                Parallel.run(
                        4,
                        4,
                        i -> api(node(i)).bearer(token).post("/v1/tenants", NewTenants.body(slug)));
        assertThat(answers)
                .extracting(Answer::status)
                .as("%s", answers)
                .containsExactlyInAnyOrder(201, 409, 409, 409);
        for (KeycloakServer node : List.of(one, two)) {
            Await.until(
                    "the root of the node knows the tenant",
                    Duration.ofSeconds(15),
                    () ->
                            new Api(node.baseUrl())
                                            .with("X-Tenant", slug)
                                            .signUp(TestRealm.newEmail(), TestRealm.PASSWORD)
                                            .status()
                                    == 201);
        }
    }

    @Test
    void challengeOfOneNodeIsGoodOnTheOtherOnce() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String challenge = challenge(one, user);
        api(two).mfa(challenge, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        api(two).mfa(challenge, Totp.codeBefore(secret)).assertTokens();
        for (KeycloakServer node : List.of(one, two)) {
            api(node).mfa(challenge, Totp.codeNow(secret)).assertError(401, EXPIRED);
        }
    }

    @Test
    void codeIsAcceptedOnceByBothNodes() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        List<String> challenges =
                IntStream.range(0, 8).mapToObj(i -> challenge(node(i), user)).toList();
        String code = Totp.codeNow(secret);
        // Half of the challenges are answered at the node that did not make them.
        List<Answer> answers =
                Parallel.run(8, 8, i -> api(node(i / 2)).mfa(challenges.get(i), code));
        assertThat(answers).filteredOn(it -> it.status() == 200).hasSize(1);
    }

    @Test
    void guessesAtBothNodesUseUpOneBudget() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        List<String> challenges =
                IntStream.range(0, 10).mapToObj(i -> challenge(node(i), user)).toList();
        String wrong = Totp.wrongCode(secret);
        List<Answer> answers =
                Parallel.run(40, 20, i -> api(node(i)).mfa(challenges.get(i / 4), wrong));
        assertThat(answers)
                .filteredOn(it -> "mfa.code_invalid".equals(it.errorCode()))
                .hasSize(ATTEMPTS_OF_A_USER);
        for (KeycloakServer node : List.of(one, two)) {
            api(node)
                    .mfa(challenge(one, user), Totp.codeNow(secret))
                    .assertError(429, "auth.account_locked");
        }
    }

    @Test
    void mailedCodeOfOneNodeIsGoodOnTheOther() {
        String address = TestRealm.newEmail();
        TestUser user =
                realm.user(u -> SecondFactors.addCodeTo(u, OtpFactors.Channel.EMAIL, address));
        String challenge =
                api(one).login(user.email(), user.password()).assertStatus(200).text("mfa_token");
        api(two).post("/v1/auth/mfa/challenge", Map.of("mfa_token", challenge, "method", "email"))
                .assertStatus(202);
        api(one).mfa(challenge, mailbox.await(address, 1).code()).assertTokens();
    }

    @Test
    void passkeyCeremonyOfOneNodeEndsOnTheOther() {
        SoftKey key = new SoftKey("http://nodes.example");
        SignedIn person = SignedIn.newIn(realm);
        PasskeyApi atOne = PasskeyApi.of(person);
        PasskeyApi atTwo = new PasskeyApi(api(two).bearer(person.tokens()));
        Answer begun = atOne.beginRegistration().assertStatus(200);
        Map<String, Object> created = key.create(PasskeyApi.options(begun));
        atTwo.finishRegistration(begun, created, "my key").assertStatus(204);

        Answer signIn = new PasskeyApi(api(two)).beginSignIn();
        Map<String, Object> signed = key.get(PasskeyApi.options(signIn));
        Tokens tokens = new PasskeyApi(api(one)).finishSignIn(signIn, signed).assertTokens();
        assertThat(tokens.userId()).isEqualTo(person.user().id());
        new PasskeyApi(api(two))
                .finishSignIn(signIn, signed)
                .assertError(400, "auth.session_expired");
    }

    @ParameterizedTest
    @EnumSource
    void refreshWhoseCommitFailsLeavesTheTokenValid(Node node) {
        for (int round = 0; round < 5; round++) {
            TestUser user = realm.user();
            Tokens tokens = api(one).login(user.email(), user.password()).assertTokens();
            tokens = api(two).refresh(tokens.refresh()).assertTokens();
            database.execute("insert into fault values (?)", tokens.sessionId());
            Answer failed = api(one).refresh(tokens.refresh());
            assertThat(failed.status()).as(failed.toString()).isGreaterThanOrEqualTo(500);
            database.execute("delete from fault where session_id = ?", tokens.sessionId());

            Api again = api(node == Node.SAME ? one : two);
            Tokens next = again.refresh(tokens.refresh()).assertTokens();
            next = api(one).refresh(next.refresh()).assertTokens();
            api(two).bearer(next).get("/v1/auth/me").assertStatus(200);
            api(two).refresh(tokens.refresh()).assertError(401, "auth.session_revoked");
        }
    }

    @Test
    void replayIsDetectedOnTheOtherNode() {
        TestUser user = realm.user();
        Tokens first = api(one).login(user.email(), user.password()).assertTokens();
        Tokens second = api(one).refresh(first.refresh()).assertTokens();
        api(two).refresh(first.refresh()).assertError(401, "auth.session_revoked");
        api(one).refresh(second.refresh()).assertError(401, "auth.session_revoked");
    }

    @Test
    void sessionThatEndedOnOneNodeHasEndedOnTheOther() {
        TestUser user = realm.user();
        Tokens tokens = api(one).login(user.email(), user.password()).assertTokens();
        api(two).bearer(tokens).get("/v1/auth/me").assertStatus(200);
        api(one).bearer(tokens).post("/v1/auth/logout").assertStatus(200);
        api(two).bearer(tokens).get("/v1/auth/me").assertError(401, "unauthorized");
        api(two).refresh(tokens.refresh()).assertError(401, "auth.session_revoked");
    }

    @Test
    void addressThatTwoTenantsTakeAtTwoNodesGoesToOneUser() {
        TestRealm other = TestRealm.on(new Admin(one.baseUrl())).create();
        List<String> names = List.of(realm.name(), other.name());
        for (int round = 0; round < 5; round++) {
            String email = TestRealm.newEmail();
            List<Answer> answers =
                    Parallel.run(
                            2,
                            2,
                            i ->
                                    new Api(node(i).baseUrl() + "/realms/" + names.get(i))
                                            .signUp(email, TestRealm.PASSWORD));
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 422);
            assertThat(realm.usersWithEmail(email).size() + other.usersWithEmail(email).size())
                    .isEqualTo(1);
        }
    }

    /** The last one, so that no test needs a third node. */
    @Order(Integer.MAX_VALUE)
    @Test
    void killedNodeDelaysNoRefresh() {
        TestUser user = realm.user();
        Tokens tokens = api(one).login(user.email(), user.password()).assertTokens();
        try (TestDatabase.Transaction lock = database.begin(LOCK, tokens.sessionId())) {
            Thread refresh = new Thread(() -> api(two).refresh(tokens.refresh()));
            refresh.setUncaughtExceptionHandler((thread, noAnswer) -> {});
            refresh.start();
            Await.until(
                    "the refresh waits for the database",
                    Duration.ofSeconds(30),
                    () -> server.waiting() > 0);
            two.kill();
        }
        Answer again = api(one).refresh(tokens.refresh());
        assertThat(again.took()).as(again.toString()).isLessThan(Duration.ofSeconds(5));
        again.assertTokens();
    }
}
