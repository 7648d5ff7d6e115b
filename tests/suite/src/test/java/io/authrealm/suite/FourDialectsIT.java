package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All dialects work on the same people, and each says it in its own words. */
class FourDialectsIT {

    private static final String KEY = Authiqa.newKey();
    private static final String SLOW_KEY = Authiqa.newKey();
    private static final String FEW_KEY = Authiqa.newKey();
    private static final String DRAINED_KEY = Authiqa.newKey();
    private static final String NEW = "another-horse-battery";

    /** The bodies are the same each time. */
    private static final long SEED = 16;

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("verifyEmail", true))
                    .withUserNames()
                    .setting("parent_keys", KEY);

    /** Where requests that do not say whether there is an account take a while. */
    @RegisterExtension
    static final TestRealm slow =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .withDefaultMinimumTimes()
                    .withUserNames()
                    .setting("parent_keys", SLOW_KEY);

    /** It lets nobody sign up, and its users have one session each. */
    @RegisterExtension
    static final TestRealm few =
            TestRealm.fresh()
                    .with(r -> r.put("registrationAllowed", false))
                    .withUserNames()
                    .setting("parent_keys", FEW_KEY)
                    .setting("sessions_per_user", "1");

    /** Its limit counts the requests of all dialects together. */
    @RegisterExtension
    static final TestRealm drained =
            TestRealm.fresh()
                    .withUserNames()
                    .setting("parent_keys", DRAINED_KEY)
                    .setting("ip_rate", "0.001")
                    .setting("ip_burst", "3");

    private static Jitsudo jitsudo;
    private static Credebl credebl;
    private static Authiqa authiqa;

    @BeforeAll
    static void clients() {
        jitsudo = Jitsudo.of(realm);
        credebl = Credebl.of(realm).plain();
        authiqa = Authiqa.of(realm, KEY);
    }

    /** What the dialects have in common. */
    private enum Dialect {
        QEET(
                "io.authrealm.api.dialect.qeet.QeetApi",
                "/v1",
                (email, password) -> realm.api().login(email, password),
                token -> realm.api().bearer(token).get("/v1/me"),
                answer -> answer.assertError(401, "auth.invalid_credentials"),
                answer -> answer.assertError(429, "auth.account_locked"),
                answer -> answer.assertError(401, "unauthorized"),
                Answer::assertErrorEnvelope),
        JITSUDO(
                "io.authrealm.api.dialect.jitsudo.JitsudoApi",
                "/jitsudo/v1",
                (email, password) -> jitsudo.login(email, password),
                token -> jitsudo.with(token).get("/users/me/profile"),
                answer -> Jitsudo.assertError(answer, 401, "invalid_credentials"),
                answer -> Jitsudo.assertError(answer, 401, "invalid_credentials"),
                answer -> Jitsudo.assertError(answer, 401, "unauthenticated"),
                answer -> Jitsudo.assertError(answer, answer.status(), answer.text("code"))),
        CREDEBL(
                "io.authrealm.api.dialect.credebl.CredeblApi",
                "/credebl",
                (email, password) -> credebl.signIn(email, password),
                token -> credebl.bearer(token).get("/users/profile"),
                answer -> Credebl.assertError(answer, 401, "Invalid Credentials"),
                answer -> Credebl.assertError(answer, 401, "Invalid Credentials"),
                answer -> Credebl.assertError(answer, 401, "Authentication failed"),
                answer -> Credebl.assertEnvelope(answer, answer.status())),
        AUTHIQA(
                "io.authrealm.api.dialect.authiqa.AuthiqaApi",
                "/authiqa",
                (email, password) -> authiqa.signIn(email, password),
                token -> authiqa.bearer(token).get("user-profile"),
                answer -> Authiqa.refused(answer, 401, "INVALID_CREDENTIALS"),
                answer -> Authiqa.refused(answer, 403, "ACCOUNT_LOCKED"),
                answer -> Authiqa.refused(answer, 401, "UNAUTHORIZED"),
                answer -> Authiqa.refused(answer, answer.status(), answer.text("error.code")));

        private final String resource;
        private final String path;
        private final BiFunction<String, String, Answer> signIn;
        private final Function<String, Answer> ownProfile;
        private final Consumer<Answer> isWrongPassword;
        private final Consumer<Answer> isLocked;
        private final Consumer<Answer> isSignedOut;
        private final Consumer<Answer> isError;

        Dialect(
                String resource,
                String path,
                BiFunction<String, String, Answer> signIn,
                Function<String, Answer> ownProfile,
                Consumer<Answer> isWrongPassword,
                Consumer<Answer> isLocked,
                Consumer<Answer> isSignedOut,
                Consumer<Answer> isError) {
            this.resource = resource;
            this.path = path;
            this.signIn = signIn;
            this.ownProfile = ownProfile;
            this.isWrongPassword = isWrongPassword;
            this.isLocked = isLocked;
            this.isSignedOut = isSignedOut;
            this.isError = isError;
        }

        List<String> routes() {
            return List.copyOf(DeclaredRoutes.of(resource, path));
        }

        Answer signIn(TestUser user) {
            return signIn.apply(user.email(), user.password());
        }

        void assertSignsIn(TestUser user) {
            signIn(user).assertStatus(200);
        }

        void assertSignedIn(String token) {
            ownProfile.apply(token).assertStatus(200);
        }

        void assertSignedOut(String token) {
            isSignedOut.accept(ownProfile.apply(token));
        }
    }

    // One person

    @Test
    void onePersonUsesAllDialects() {
        String email = TestRealm.newEmail();
        JsonNode signedUp =
                Authiqa.data(authiqa.signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
        String id = signedUp.at("/data/userID").asText();
        TestUser user = new TestUser(id, email, TestRealm.PASSWORD);
        Jitsudo.assertError(jitsudo.login(user), 403, "email_not_verified");
        Authiqa.data(authiqa.confirm(mailbox.await(email, 1).token()));

        JsonNode signedIn = credebl.signedIn(user);
        String session = signedIn.path("sessionId").asText();
        Tokens refreshed =
                realm.api().refresh(signedIn.path("refresh_token").asText()).assertTokens();
        assertThat(refreshed.sessionId()).isEqualTo(session);
        Jitsudo own = jitsudo.with(refreshed.access());
        assertThat(own.get("/users/me/profile").assertStatus(200).text("id")).isEqualTo(id);
        JsonNode listed =
                Credebl.data(
                        credebl.bearer(refreshed.access()).get("/auth/" + id + "/sessions"), 200);
        assertThat(listed).extracting(one -> one.path("id").asText()).containsExactly(session);
        for (Dialect dialect : Dialect.values()) {
            dialect.assertSignedIn(refreshed.access());
        }

        own.postNothing("/auth/logout").assertStatus(204);
        for (Dialect dialect : Dialect.values()) {
            dialect.assertSignedOut(refreshed.access());
        }
        Credebl.assertError(credebl.refresh(refreshed.refresh()), 404);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void passwordOfOneDialectIsThatOfAll() {
        TestUser before = realm.user();
        TestUser after = new TestUser(before.id(), before.email(), NEW);
        String token = authiqa.token(before);
        jitsudo.as(before)
                .post(
                        "/users/me/password",
                        "current_password",
                        before.password(),
                        "new_password",
                        NEW)
                .assertStatus(204);
        for (Dialect dialect : Dialect.values()) {
            dialect.assertSignedOut(token);
            dialect.isWrongPassword.accept(dialect.signIn(before));
            dialect.assertSignsIn(after);
        }
    }

    @Test
    void deletedUserIsUnknownInAllDialectsUntilRestored() {
        TestUser user = realm.user();
        String token = realm.signIn(user).access();
        Api admin = realm.as(realm.admin("manage-users"));
        admin.delete("/v1/users/" + user.id()).assertStatus(204);
        for (Dialect dialect : Dialect.values()) {
            dialect.isWrongPassword.accept(dialect.signIn(user));
            dialect.isError.accept(dialect.ownProfile.apply(token).assertStatus(401));
        }
        admin.post("/v1/users/" + user.id() + "/restore").assertStatus(200);
        for (Dialect dialect : Dialect.values()) {
            dialect.isError.accept(dialect.ownProfile.apply(token).assertStatus(401));
            dialect.assertSignsIn(user);
        }
    }

    @Test
    void signInsLeaveTheSameEventsInAllDialects() {
        TestUser user = realm.user();
        for (Dialect dialect : Dialect.values()) {
            Events signedIn = realm.events("LOGIN", user);
            Events refused = realm.events("LOGIN_ERROR", user);
            dialect.assertSignsIn(user);
            dialect.isWrongPassword.accept(dialect.signIn.apply(user.email(), "wrong"));
            assertThat(realm.events("LOGIN", user).since(signedIn))
                    .singleElement()
                    .hasClient(TestRealm.CLIENT)
                    .hasNoError()
                    .hasAddress();
            assertThat(realm.events("LOGIN_ERROR", user).since(refused))
                    .singleElement()
                    .hasError("invalid_user_credentials")
                    .hasClient(TestRealm.CLIENT)
                    .hasAddress();
        }
    }

    @Test
    void factorOfOneDialectIsAskedForInAll() {
        TestUser user = realm.user();
        Jitsudo own = jitsudo.as(user);
        String secret =
                Totp.fromBase32(
                        own.postNothing("/users/me/mfa/totp").assertStatus(201).text("secret"));
        own.post("/users/me/mfa/totp/verify", "code", Totp.codeNow(secret)).assertStatus(200);

        JsonNode asked = realm.api().login(user.email(), user.password()).assertStatus(200).json();
        assertThat(asked.path("mfa_required").asBoolean()).isTrue();
        String challenge = Jitsudo.challenge(jitsudo.login(user), "totp");
        // Neither can ask for a code.
        Credebl.assertError(Dialect.CREDEBL.signIn(user), 401, "Invalid Credentials");
        Authiqa.refused(Dialect.AUTHIQA.signIn(user), 403, "MFA_REQUIRED");
        String token = Jitsudo.answered(jitsudo.code(challenge, Totp.codeAfter(secret)));
        for (Dialect dialect : Dialect.values()) {
            dialect.assertSignedIn(token);
        }
    }

    // Locked here is locked there

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void lockHoldsInAllDialects(Dialect guessed) {
        TestUser user = realm.user();
        int most = realm.get("").path("failureFactor").asInt();
        for (int i = 0; i < most; i++) {
            guessed.isWrongPassword.accept(guessed.signIn.apply(user.email(), "wrong-horse"));
        }
        for (Dialect dialect : Dialect.values()) {
            dialect.isLocked.accept(dialect.signIn(user));
        }
        realm.forgetLoginFailures(user);
        for (Dialect dialect : Dialect.values()) {
            dialect.assertSignsIn(user);
        }
    }

    @Test
    void closedRegistrationIsSaidInEachDialect() {
        String email = TestRealm.newEmail();
        Authiqa.refused(
                Authiqa.of(few, FEW_KEY).signUp(Authiqa.newName(), email, TestRealm.PASSWORD),
                403,
                "SIGNUP_DISABLED");
        Credebl.assertError(Credebl.of(few).plain().mailVerification(email), 403);
        Credebl.assertError(Credebl.of(few).plain().signUp(email, TestRealm.PASSWORD), 403);
        few.api().signUp(email, TestRealm.PASSWORD).assertStatus(403).assertErrorEnvelope();
        assertThat(few.usersWithEmail(email)).isEmpty();
    }

    @Test
    void limitOfSessionsCountsThoseOfAllDialects() {
        TestUser user = few.user();
        few.signIn(user);
        Jitsudo.assertError(Jitsudo.of(few).login(user), 403, "forbidden");
        Credebl.assertError(Credebl.of(few).plain().signIn(user.email(), user.password()), 400);
        Authiqa.refused(Authiqa.of(few, FEW_KEY).signIn(user), 403, "TOO_MANY_SESSIONS");
        few.api().login(user.email(), user.password()).assertError(403, "auth.too_many_sessions");
    }

    @Test
    void limitOfAnAddressHoldsInAllDialects() {
        TestUser user = drained.user();
        for (int i = 0; i < 5; i++) {
            drained.api().refresh("garbage");
        }
        Jitsudo.assertLimited(Jitsudo.of(drained).login(user));
        Jitsudo.assertLimited(Jitsudo.of(drained).get("/auth/providers?slug=" + drained.name()));
        Answer credebl = Credebl.of(drained).plain().signIn(user.email(), user.password());
        Credebl.assertError(credebl, 429);
        Answer authiqa = Authiqa.of(drained, DRAINED_KEY).signIn(user);
        Answer reset = Authiqa.of(drained, DRAINED_KEY).resetPassword(user.email());
        for (Answer answer : List.of(authiqa, reset)) {
            Authiqa.refused(answer, 429, "RATE_LIMIT_EXCEEDED");
        }
        for (Answer answer : List.of(credebl, authiqa, reset)) {
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        }
        drained.api().login(user.email(), user.password()).assertLimited();
    }

    // Signed out here is signed out there

    @Test
    void signOutHoldsInAllDialects() {
        TestUser user = realm.user();
        List<Consumer<String>> signOuts =
                List.of(
                        token ->
                                realm.api().bearer(token).post("/v1/auth/logout").assertStatus(200),
                        token -> jitsudo.with(token).postNothing("/auth/logout").assertStatus(204),
                        token -> Credebl.data(credebl.bearer(token).signOut(), 200));
        for (Consumer<String> signOut : signOuts) {
            List<String> tokens =
                    List.of(
                            realm.signIn(user).access(),
                            jitsudo.token(user),
                            credebl.signedIn(user).path("access_token").asText(),
                            authiqa.token(user));
            tokens.forEach(signOut);
            for (String token : tokens) {
                for (Dialect dialect : Dialect.values()) {
                    dialect.assertSignedOut(token);
                }
            }
            assertThat(realm.sessionIds(user)).isEmpty();
        }
    }

    // Known and unknown addresses

    /** The time hides whether there is an account; {@link EnumerationTimingIT} measures it. */
    @Test
    void refusalsTakeTheirTimeInAllDialects() {
        Jitsudo toJitsudo = Jitsudo.of(slow);
        Credebl toCredebl = Credebl.of(slow).plain();
        Authiqa toAuthiqa = Authiqa.of(slow, SLOW_KEY);
        TestUser known = slow.user();
        List<Function<String, Answer>> requests =
                List.of(
                        email -> toJitsudo.login(email, "wrong-horse"),
                        email -> toJitsudo.post("/auth/request-password-reset", "email", email),
                        email -> toCredebl.signIn(email, "wrong-horse"),
                        toCredebl::mailVerification,
                        email -> toCredebl.signUp(email, TestRealm.PASSWORD),
                        email -> toAuthiqa.signIn(email, "wrong-horse"),
                        toAuthiqa::resetPassword,
                        toAuthiqa::requestConfirmation);
        for (Function<String, Answer> request : requests) {
            Answer ofKnown = request.apply(known.email());
            Answer ofUnknown = request.apply(TestRealm.newEmail());
            assertThat(ofKnown.status()).isEqualTo(ofUnknown.status());
            assertThat(ofKnown.body()).isEqualTo(ofUnknown.body());
            for (Answer answer : List.of(ofKnown, ofUnknown)) {
                assertThat(answer.took())
                        .as("%s", answer)
                        .isGreaterThanOrEqualTo(Duration.ofMillis(250));
            }
        }
    }

    // Anything at any route

    private static List<byte[]> malformed(Random random) {
        List<byte[]> bodies = new ArrayList<>();
        for (String body :
                List.of(
                        "",
                        " ",
                        "{",
                        "}",
                        "[]",
                        "null",
                        "7",
                        "\"text\"",
                        "{\"email\":}",
                        "{\"email\":\"a\",\"email\":\"b\"}",
                        "{'email':'a'}",
                        "{\"a\":1}{\"a\":1}",
                        "{\"email\":1e400,\"password\":-0}",
                        "{\"email\":\"\\ud800\",\"password\":\"\\u0000\"}",
                        "\ufeff{\"email\":\"a@example.test\"}",
                        "{\"a\":" + "[".repeat(2_000),
                        "{\"email\":\"" + "x".repeat(300_000) + "\"}",
                        "{\"email\":{},\"password\":[],\"token\":7,\"code\":true,\"sessions\":7}",
                        "<xml/>",
                        "email=a&password=b")) {
            bodies.add(body.getBytes(StandardCharsets.UTF_8));
        }
        bodies.add("{\"email\":\"a@b.test\"}".getBytes(StandardCharsets.UTF_16));
        bodies.add(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'});
        byte[] valid =
                "{\"email\":\"a@example.test\",\"password\":\"b\",\"token\":\"c\"}"
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5; i++) {
            byte[] noise = new byte[1 + random.nextInt(64)];
            random.nextBytes(noise);
            bodies.add(noise);
            byte[] flipped = valid.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            bodies.add(flipped);
        }
        return bodies;
    }

    /** Names and values that a proxy lets through. */
    private static List<Map.Entry<String, String>> oddHeaders() {
        return List.of(
                Map.entry("Accept", "image/png"),
                Map.entry("Accept-Language", "*;q=x, " + "de,".repeat(500)),
                Map.entry("Authorization", "Bearer " + "x".repeat(5_000)),
                Map.entry("Authorization", "ApiKey qk_x.y"),
                Map.entry("Authorization", "Basic " + "?".repeat(64)),
                Map.entry("Content-Encoding", "gzip"),
                Map.entry("Cookie", "KEYCLOAK_IDENTITY=x; qe_csrf=; =;;"),
                Map.entry("Idempotency-Key", " x".repeat(200)),
                Map.entry("If-None-Match", "\"".repeat(65)),
                Map.entry("Origin", "null"),
                Map.entry("X-CSRF-Token", "x"),
                Map.entry("X-Forwarded-For", "undefined, ::, 300.1.1.1"),
                Map.entry("X-Request-Id", "${jndi:ldap://x}"),
                Map.entry("X-Tenant", "../master"),
                Map.entry("X-Tenant-ID", "0".repeat(3_000)));
    }

    /** Queries that the server lets through. */
    private static List<String> oddQueries() {
        return List.of(
                "",
                "?limit=-1&cursor=%00&offset=x",
                "?limit=99999999999999999999",
                "?cursor=" + "A".repeat(3_000),
                "?limit=1&limit=2&q=%25_%5C",
                "?order=drop%20table&status=&created_after=yesterday",
                "?%7B%7D=%F0%9F%92%A9&=&&");
    }

    /**
     * Sends every body to each route.
     *
     * @param strangers who take turns
     * @param users others who send the same with a Bearer token
     */
    private static void throwAt(
            Dialect dialect,
            List<String> routes,
            List<String> queries,
            List<Api> strangers,
            List<Api> users) {
        List<byte[]> bodies = malformed(new Random(SEED));
        List<String> ids =
                List.of("x", "%3Cscript%3E", UUID.randomUUID().toString(), "0".repeat(2_000));
        List<String> types = List.of("application/json", "application/json", "text/plain", "a/b");
        List<Map.Entry<String, String>> headers = oddHeaders();
        assertThat(routes).hasSizeGreaterThan(9);
        Parallel.run(
                routes.size(),
                8,
                i -> {
                    String method = routes.get(i).split(" ")[0];
                    String template = routes.get(i).split(" ")[1];
                    Tokens tokens = users.isEmpty() ? null : realm.signIn(realm.user());
                    for (int j = 0; j < bodies.size(); j++) {
                        String path =
                                template.replace("{id}", ids.get(j % ids.size()))
                                        + queries.get((i + j) % queries.size());
                        String type = types.get((i + j) % types.size());
                        Map.Entry<String, String> header = headers.get((i + j) % headers.size());
                        List<Api> clients = new ArrayList<>();
                        clients.add(
                                strangers
                                        .get((i + j) % strangers.size())
                                        .with(header.getKey(), header.getValue()));
                        users.forEach(user -> clients.add(user.bearer(tokens)));
                        for (Api api : clients) {
                            assertInDialect(
                                    dialect,
                                    api.send(method, path, type, bodies.get(j)),
                                    "%s %s with body %d as %s and %s"
                                            .formatted(method, path, j, type, header));
                        }
                    }
                    return method;
                });
    }

    @ParameterizedTest
    @EnumSource
    void everyRouteAnswersAnythingInItsDialect(Dialect dialect) {
        // Signed in, a request comes further.
        Api user = realm.api().with(Jitsudo.TENANT_HEADER, jitsudo.tenantId());
        throwAt(
                dialect,
                dialect.routes(),
                oddQueries(),
                List.of(realm.api(), TestServer.root()),
                List.of(user));
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, mode = EnumSource.Mode.EXCLUDE, names = "QEET")
    void chosenDialectAnswersAnythingBelowTheVersion(Dialect dialect) {
        String name = dialect.name().toLowerCase(Locale.ROOT);
        few.updateSettings(Map.of("dialect", List.of(name)));
        List<String> routes =
                dialect.routes().stream()
                        .map(route -> route.replace(' ' + dialect.path, " /v1"))
                        // CREDEBL's routes with a version in their path have one here already.
                        .filter(route -> !route.contains(" /v1/v1/"))
                        .toList();
        // What is refused before the realm is known has the error body of Qeet ID.
        List<String> queries =
                oddQueries().stream().filter(query -> !query.contains("%00")).toList();
        try {
            throwAt(
                    dialect,
                    routes,
                    queries,
                    List.of(few.api().speaking(OpenApi.Dialect.valueOf(dialect.name()))),
                    List.of());
        } finally {
            few.updateSettings(Map.of("dialect", List.of("qeet")));
        }
    }

    private static void assertInDialect(Dialect dialect, Answer answer, String request) {
        assertThat(answer.status()).as("%s: %s", request, answer).isBetween(200, 499);
        if (answer.status() >= 400) {
            dialect.isError.accept(answer);
        } else if (!answer.body().isEmpty()) {
            assertThat(answer.header("Content-Type"))
                    .as("%s: %s", request, answer)
                    .startsWith("application/json");
        }
    }
}
