package io.authrealm.suite;

import static io.authrealm.suite.Credebl.assertBroken;
import static io.authrealm.suite.Credebl.assertEnvelope;
import static io.authrealm.suite.Credebl.assertError;
import static io.authrealm.suite.Credebl.data;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialect of CREDEBL on a realm that reveals no accounts, as its front end uses it. */
class CredeblIT {

    private static final String APP = "http://localhost:3000";
    private static final String WALLET = "https://wallet.example.test/app";
    private static final String HOLDER = "holder";
    private static final String THROW_AWAY = "throw-away.test";
    private static final String NEW_PASSWORD = "another-good-pass";
    private static final String INVALID_CREDENTIALS = "Invalid Credentials";
    private static final String EXPIRED = "Refresh token has expired";

    private static final String PARENT_KEY = Authiqa.newKey();

    private static final Pattern LINK =
            Pattern.compile("(https?://\\S+?)[?]verificationCode=([A-Za-z0-9_-]+)&email=(\\S+)");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(CredeblIT::addHolderRole)
                    .with(CredeblIT::giveClientTheScopes)
                    .with(CredeblIT::refuseThrowAwayMailboxes)
                    .setting("password_transport", "auto")
                    .setting("password_key", Credebl.KEY)
                    .setting("session_details", "true")
                    .setting("parent_keys", PARENT_KEY)
                    .setting("holder_role", HOLDER)
                    .setting("client_aliases", "wallet=" + WALLET);

    private static Credebl client;

    private static void addHolderRole(ObjectNode representation) {
        representation.withObject("/roles").withArray("realm").addObject().put("name", HOLDER);
    }

    /** The scope of an answer names those of the client, and that of the template has none. */
    private static void giveClientTheScopes(ObjectNode representation) {
        representation
                .withArray("clients")
                .forEach(
                        each -> {
                            if (each.path("clientId").asText().equals(TestRealm.CLIENT)) {
                                ((ObjectNode) each)
                                        .withArray("defaultClientScopes")
                                        .add("email")
                                        .add("profile");
                            }
                        });
    }

    /** As an admin does it in the console. */
    private static void refuseThrowAwayMailboxes(ObjectNode representation) {
        ArrayNode config =
                (ArrayNode)
                        representation.at(
                                "/components/org.keycloak.userprofile.UserProfileProvider/0"
                                        + "/config/kc.user.profile.config");
        try {
            JsonNode profile = Answer.JSON.readTree(config.get(0).asText());
            for (JsonNode attribute : profile.path("attributes")) {
                if (attribute.path("name").asText().equals("email")) {
                    ((ObjectNode) attribute)
                            .withObject("/validations/pattern")
                            .put("pattern", "^.*@(?!" + Pattern.quote(THROW_AWAY) + "$).*$")
                            .put("error-message", "no throw-away mailboxes");
                }
            }
            config.set(0, Answer.JSON.writeValueAsString(profile));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void rootKnowsTheRealm() {
        realm.awaitAtRoot();
        client = Credebl.of(realm);
    }

    /** A link as its reader clicks it. */
    private record Link(String page, String code, String email) {

        static Link in(Mailbox.Mail mail) {
            Matcher link = LINK.matcher(mail.text());
            assertThat(link.find()).as("link in %s", mail).isTrue();
            return new Link(link.group(1), link.group(2), link.group(3));
        }
    }

    private static Link linkTo(String email, int number) {
        return Link.in(mailbox.await(email, number));
    }

    private static List<Credebl> mounts() {
        Api root = TestServer.root().with("X-Tenant", realm.name());
        return List.of(
                client,
                new Credebl(realm.api(), "/credebl", Credebl.KEY),
                new Credebl(root, "/credebl/v1", Credebl.KEY),
                new Credebl(root, "/credebl", Credebl.KEY));
    }

    @Test
    void aClientThatEncryptsGoesFromRegistrationToReset() {
        String email = TestRealm.newEmail();
        data(client.mailVerification(email), 201);
        Link proof = linkTo(email, 1);
        assertThat(proof.page()).isEqualTo(APP + "/verify-email-success");
        assertThat(UUID.fromString(proof.code()).version()).isEqualTo(4);
        String sentEmail = proof.email().replaceAll("&.*", "");
        assertThat(decoded(decoded(sentEmail))).isEqualTo(email);
        assertThat(proof.email()).contains("&redirectTo=" + Credebl.encoded(APP));

        data(client.verify(email, proof.code()), 200);
        JsonNode existence = data(client.existence(email), 200);
        assertThat(existence.path("isEmailVerified").asBoolean()).isTrue();
        assertThat(existence.path("isRegistrationCompleted").asBoolean()).isFalse();
        assertThat(existence.path("isFidoVerified").asBoolean()).isFalse();
        assertThat(existence.path("userId").isNull()).isTrue();

        String password = "  spaces are kept 🔑 ";
        String id = data(client.signUp(email, password), 201).path("userId").asText();
        List<JsonNode> users = realm.usersWithEmail(email);
        assertThat(users).hasSize(1);
        assertThat(users.get(0).path("id").asText()).isEqualTo(id);
        assertThat(users.get(0).path("emailVerified").asBoolean()).isTrue();
        assertThat(users.get(0).path("firstName").asText()).isEqualTo("Ada Maria");

        JsonNode tokens = data(client.signIn(email, password), 200);
        Credebl signedIn = client.bearer(tokens.path("access_token").asText());
        JsonNode profile = data(signedIn.get("/users/profile"), 200);
        assertThat(profile.path("id").asText()).isEqualTo(id);
        assertThat(profile.path("keycloakUserId").asText()).isEqualTo(id);
        assertThat(profile.path("lastName").asText()).isEqualTo("van Lovelace");

        String sessionId = tokens.path("sessionId").asText();
        JsonNode details = data(client.sessionDetails(sessionId), 200);
        assertThat(details.path("id").asText()).isEqualTo(sessionId);
        data(client.bearer(details.path("sessionToken").asText()).get("/users/profile"), 200);
        JsonNode refreshed = data(client.refresh(details.path("refreshToken").asText()), 200);
        assertThat(refreshed.path("session_state").asText()).isEqualTo(sessionId);

        JsonNode requested = data(client.forgotPassword(email), 200);
        assertThat(requested.path("email").asText()).isEqualTo(email);
        UUID.fromString(requested.path("id").asText());
        Link reset = linkTo(email, 2);
        assertThat(reset.page()).isEqualTo(APP + "/reset-password");
        assertThat(decoded(reset.email())).isEqualTo(email);
        JsonNode done = data(client.resetPassword(email, reset.code(), NEW_PASSWORD), 200);
        assertThat(done.path("id").asText()).isEqualTo(id);
        assertError(client.signIn(email, password), 401, INVALID_CREDENTIALS);
        JsonNode again = data(client.signIn(email, NEW_PASSWORD), 200);

        data(client.bearer(again.path("access_token").asText()).signOut(), 200);
        assertError(client.refresh(again.path("refresh_token").asText()), 404);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    // Sign-in

    @Test
    void signInAnswersWhatATokenEndpointDoesAndTheSession() {
        TestUser user = realm.user();
        for (Credebl mount : mounts()) {
            JsonNode data = data(mount.signIn(user.email(), user.password()), 200);
            assertThat(data.path("token_type").asText()).isEqualTo("Bearer");
            assertThat(data.path("expires_in").asInt()).isPositive();
            assertThat(data.path("refresh_expires_in").asInt()).isPositive();
            assertThat(data.path("not-before-policy").asInt(-1)).isNotNegative();
            assertThat(data.path("scope").asText()).contains("email");
            assertThat(data.has("id_token")).isFalse();
            assertThat(data.path("isRegisteredToSupabase").isBoolean()).isTrue();
            String session = data.path("sessionId").asText();
            assertThat(data.path("session_state").asText()).isEqualTo(session);
            assertThat(realm.sessionIds(user)).contains(session);

            JsonNode access = Jwt.payload(data.path("access_token").asText());
            assertThat(access.path("email").asText()).isEqualTo(user.email());
            assertThat(access.path("sid").asText()).isEqualTo(session);
            JsonNode refresh = Jwt.payload(data.path("refresh_token").asText());
            assertThat(refresh.path("sid").asText()).isEqualTo(session);
            assertThat(refresh.path("azp").asText()).isEqualTo(TestRealm.CLIENT);
            assertThat(refresh.path("exp").asLong()).isPositive();
        }
        String shouted = "  " + user.email().toUpperCase(Locale.ROOT) + " ";
        data(client.signIn(shouted, user.password()), 200);
    }

    @Test
    void passwordsArePlainOrEncrypted() {
        TestUser user = realm.user();
        data(client.signIn(user.email(), user.password()), 200);
        data(client.plain().signIn(user.email(), user.password()), 200);
        // In this mode a password that does not look encrypted is plain.
        data(
                client.post(
                        "/auth/signin", Map.of("email", user.email(), "password", user.password())),
                200);
        data(
                client.post(
                        "/auth/signin",
                        Map.of(
                                "email",
                                user.email(),
                                "password",
                                " " + client.encrypted(user.password()) + "\n")),
                200);
    }

    @Test
    void anotherKeyIsNotAWrongPassword() {
        TestUser user = realm.user();
        Credebl other = client.withKey("the key of another front end");
        for (String email : List.of(user.email(), TestRealm.newEmail())) {
            Answer answer = other.signIn(email, user.password());
            assertError(answer, 400, INVALID_CREDENTIALS);
            assertThat(answer.text("error")).isEqualTo("Bad Request");
        }
        assertError(
                client.post(
                        "/auth/signin",
                        Map.of("email", user.email(), "password", "U2FsdGVkX1+not/encrypted")),
                400,
                INVALID_CREDENTIALS);
        assertThat(realm.loginFailures(user).path("numFailures").asInt()).isZero();
    }

    @Test
    void whoCannotSignInReadsTheSameText() {
        TestUser user = realm.user();
        TestUser disabled = realm.user();
        realm.disable(disabled);
        TestUser withApp = realm.userWithTotp("a secret of the app");
        TestUser withAction = realm.user(u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        TestUser deleted = realm.user();
        realm.delete(deleted);
        List<Answer> answers = new ArrayList<>();
        answers.add(client.signIn(user.email(), "wrong-password"));
        answers.add(client.signIn(TestRealm.newEmail(), user.password()));
        for (TestUser each : List.of(disabled, withApp, withAction, deleted)) {
            answers.add(client.signIn(each.email(), each.password()));
        }
        for (Answer answer : answers) {
            assertError(answer, 401, INVALID_CREDENTIALS);
            assertThat(answer.text("error")).isEqualTo("Unauthorized");
            assertThat(answer.body()).isEqualTo(answers.get(0).body());
        }
    }

    @Test
    void aLockedAccountLooksLikeAWrongPasswordAndIsLockedInEachDialect() {
        TestUser user = realm.user();
        int most = realm.get("").path("failureFactor").asInt();
        for (int i = 0; i < most; i++) {
            assertError(client.signIn(user.email(), "wrong-password"), 401, INVALID_CREDENTIALS);
        }
        assertError(client.signIn(user.email(), user.password()), 401, INVALID_CREDENTIALS);
        realm.api().login(user.email(), user.password()).assertError(429, "auth.account_locked");
        realm.forgetLoginFailures(user);
        data(client.signIn(user.email(), user.password()), 200);
    }

    // Bodies

    @Test
    void eachBrokenRuleIsNamed() {
        assertBroken(
                client.post("/auth/signin", Map.of()),
                "email must be a string",
                "email is required",
                "email is not a valid",
                "password is required");
        assertBroken(client.post("/auth/signin", ""), "string", "required", "valid", "password");
        assertBroken(
                client.post("/auth/signin", Map.of("email", 7, "password", "  ")),
                "email must be a string",
                "email is required",
                "email is not a valid",
                "password is required");
        assertBroken(
                client.post("/auth/signin", Map.of("email", "nobody", "password", "p")),
                "email is not a valid");
        assertBroken(
                client.post(
                        "/auth/signin",
                        Map.of(
                                "email",
                                TestRealm.newEmail(),
                                "password",
                                "p",
                                "isPasswordEncrypted",
                                "yes")),
                "isPasswordEncrypted must be a boolean");
        assertBroken(client.post("/auth/refresh-token", Map.of()), "string", "required");
        assertBroken(
                client.post("/auth/verification-mail", Map.of("email", " ")),
                "string",
                "required",
                "valid");
        assertBroken(
                client.post(
                        "/auth/verification-mail",
                        Map.of(
                                "email",
                                TestRealm.newEmail(),
                                "brandLogoUrl",
                                "http://localhost/logo")),
                "brandLogoUrl");
        assertBroken(
                client.get("/auth/verify"),
                "email must be",
                "email is required",
                "email is not",
                "verificationCode must be",
                "verificationCode is required");
        assertBroken(
                client.post("/auth/signup", Map.of("firstName", "A", "lastName", "B".repeat(51))),
                "email must",
                "email is required",
                "email is not",
                "password is required",
                "firstName is too short",
                "lastName is too long");
        assertBroken(client.post("/auth/forgot-password", Map.of("email", "@")), "email is not");
        assertBroken(
                client.post("/auth/password-reset/a@example.test", Map.of()),
                "password is required",
                "token must",
                "token is required");
        Credebl user = signedIn(realm.user());
        assertBroken(
                user.post("/auth/reset-password", Map.of("email", "a@example.test")),
                "oldPassword is required",
                "newPassword is required");
        assertBroken(
                user.post("/auth/signout", Map.of("sessions", "all")), "empty", "string", "array");
        assertBroken(user.post("/auth/signout", Map.of("sessions", List.of(7))), "empty", "string");
        assertBroken(
                user.post("/auth/signout", Map.of("sessions", List.of(""))), "should not be empty");
    }

    private static Credebl signedIn(TestUser user) {
        return client.bearer(client.signedIn(user).path("access_token").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "7", "{\"a\":\"a\",\"a\":\"b\"}", "{\"a\":\"\\"})
    void whatIsNoObjectIsOneText(String body) {
        for (String route :
                List.of(
                        "/auth/signin",
                        "/auth/refresh-token",
                        "/auth/verification-mail",
                        "/auth/signup",
                        "/auth/forgot-password",
                        "/auth/password-reset/a@example.test")) {
            assertError(client.post(route, body), 400);
        }
    }

    @Test
    void hostileBodiesNeverFailTheServer() {
        String longText = "x".repeat(100_000);
        for (String route :
                List.of(
                        "/auth/signin",
                        "/auth/refresh-token",
                        "/auth/verification-mail",
                        "/auth/signup",
                        "/auth/forgot-password",
                        "/auth/password-reset/a@example.test")) {
            for (Object body :
                    List.of(
                            Map.of("email", longText, "password", longText),
                            Map.of("email", "a\u0000@example.test", "password", "\u0000"),
                            Map.of("email", List.of("a@example.test"), "password", Map.of()),
                            "[".repeat(2_000),
                            "{\"a\":".repeat(200),
                            "\"" + longText.repeat(20) + "\"")) {
                assertEnvelope(client.post(route, body), 400);
            }
            assertEnvelope(
                    client.api()
                            .send(
                                    "POST",
                                    client.path() + route,
                                    "text/plain",
                                    "{}".getBytes(StandardCharsets.UTF_8)),
                    400);
        }
    }

    @Test
    void everyRouteAnswersAnythingInTheEnvelope() {
        Credebl asUser = signedIn(realm.user());
        Set<String> routes =
                DeclaredRoutes.of("io.authrealm.api.dialect.credebl.CredeblApi", "/credebl");
        assertThat(routes).hasSizeGreaterThan(30);
        // The description is no answer of the API.
        routes.removeIf(route -> route.endsWith("/openapi.json"));
        for (String route : routes) {
            String[] parts = route.split(" ");
            for (String id : List.of("x", "%3Cscript%3E", "0".repeat(2_000))) {
                String path = parts[1].replace("{id}", id);
                for (Api api : List.of(realm.api(), asUser.api())) {
                    for (String body : List.of("", "[", "{\"email\":{},\"sessions\":7}")) {
                        Answer answer = api.send(parts[0], path, body);
                        assertThat(answer.status()).as("%s: %s", route, answer).isLessThan(500);
                        assertThat(answer.header("Content-Type"))
                                .as("%s: %s", route, answer)
                                .startsWith("application/json");
                        assertThat(answer.json().path("statusCode").asInt())
                                .as("%s: %s", route, answer)
                                .isEqualTo(answer.status());
                    }
                }
            }
        }
    }

    @Test
    void unknownRoutesNameWhatThereIsNot() {
        for (Credebl mount : mounts()) {
            Answer answer = mount.get("/auth/nothing");
            assertError(answer, 404);
            assertThat(answer.text("message")).startsWith("Cannot GET /").endsWith("/auth/nothing");
            assertError(mount.post("/nothing", Map.of()), 404);
            assertError(mount.get("/auth/signin"), 404);
            assertError(mount.delete("/users"), 404);
        }
        // Keycloak refuses this before there is a route.
        assertError(client.get("//auth/signin"), 400);
    }

    // Refresh

    @Test
    void refreshRotatesAndAReplaySignsTheClientOut() {
        TestUser user = realm.user();
        for (Credebl mount : mounts()) {
            JsonNode first = mount.signedIn(user);
            String used = first.path("refresh_token").asText();
            JsonNode second = data(mount.refresh(used), 200);
            assertThat(second.path("refresh_token").asText()).isNotEqualTo(used);
            assertThat(second.path("session_state")).isEqualTo(first.path("session_state"));
            assertThat(second.has("isRegisteredToSupabase")).isFalse();
            assertThat(second.has("sessionId")).isFalse();

            assertError(mount.refresh(used), 401, EXPIRED);
            assertError(mount.refresh(second.path("refresh_token").asText()), 404);
        }
    }

    @Test
    void whatIsNoRefreshTokenSignsTheClientOut() {
        JsonNode tokens = client.signedIn(realm.user());
        String refresh = tokens.path("refresh_token").asText();
        for (String token :
                List.of(
                        "not a token",
                        "a.b.c",
                        tokens.path("access_token").asText(),
                        refresh.substring(0, refresh.length() - 4) + "AAAA")) {
            assertError(client.refresh(token), 401, EXPIRED);
        }
        data(client.refresh(refresh), 200);
    }

    @Test
    void aRefreshTokenOfADisabledUserIsAboutNobody() {
        TestUser user = realm.user();
        JsonNode tokens = client.signedIn(user);
        realm.disable(user);
        assertError(client.refresh(tokens.path("refresh_token").asText()), 404);
    }

    // Sessions

    @Test
    void aSignOutEndsTheOwnSessionsThatItNames() {
        TestUser user = realm.user();
        TestUser other = realm.user();
        JsonNode first = client.signedIn(user);
        JsonNode second = client.signedIn(user);
        JsonNode third = client.signedIn(user);
        JsonNode foreign = client.signedIn(other);
        Credebl asFirst = client.bearer(first.path("access_token").asText());

        data(
                asFirst.signOut(
                        second.path("sessionId").asText(),
                        foreign.path("sessionId").asText(),
                        UUID.randomUUID().toString(),
                        "no id"),
                200);
        assertThat(realm.sessionIds(user))
                .containsExactlyInAnyOrder(
                        first.path("sessionId").asText(), third.path("sessionId").asText());
        assertThat(realm.sessionIds(other)).hasSize(1);

        data(asFirst.signOut(), 200);
        assertThat(realm.sessionIds(user)).containsExactly(third.path("sessionId").asText());
        assertError(asFirst.signOut(), 401, "Authentication failed");
    }

    @Test
    void aMissingOrWrongTokenLooksLikeThatOfThePlatform() {
        String other = UUID.randomUUID().toString();
        for (Credebl who : List.of(client, client.bearer("nonsense"), client.bearer("a.b.c"))) {
            for (Answer answer :
                    List.of(
                            who.signOut(),
                            who.get("/auth/" + other + "/sessions"),
                            who.delete("/auth/" + other + "/sessions"),
                            who.get("/users/profile"),
                            who.put("/users", Map.of()),
                            who.changePassword("a@example.test", "old", "new"))) {
                assertError(answer, 401, "Unauthorized");
                assertThat(answer.text("error")).isEqualTo("Internal Server Error");
            }
        }
    }

    @Test
    void sessionsAreListedWithWhatTheClientWas() throws Exception {
        TestUser user = realm.user();
        Credebl phone =
                client.with(
                        "User-Agent",
                        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)"
                                + " AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0"
                                + " Mobile/15E148 Safari/604.1");
        phone.signedIn(user);
        JsonNode last = client.with("User-Agent", "undefined").signedIn(user);
        Credebl asUser = client.bearer(last.path("access_token").asText());

        JsonNode sessions = data(asUser.get("/auth/" + user.id() + "/sessions"), 200);
        assertThat(sessions).hasSize(2);
        for (JsonNode session : sessions) {
            assertThat(session.path("userId").asText()).isEqualTo(user.id());
            assertThat(session.path("sessionType").asText()).isEqualTo("user-session");
            for (String time : List.of("createdAt", "expiresAt")) {
                assertThat(session.path(time).asText())
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            }
            assertThat(session.path("expiresAt").asText())
                    .isGreaterThan(session.path("createdAt").asText());
            JsonNode info = Answer.JSON.readTree(session.path("clientInfo").asText());
            boolean isLast = session.path("id").asText().equals(last.path("sessionId").asText());
            assertThat(info.path("ip").asText()).isNotBlank();
            assertThat(info.path("deviceType").asText()).isEqualTo(isLast ? "desktop" : "mobile");
            assertThat(info.path("rawDetail").asText().contains("undefined")).isFalse();
            if (!isLast) {
                assertThat(info.path("rawDetail").asText()).contains("iPhone");
                assertThat(info.path("browser").asText()).contains("Safari");
                assertThat(info.path("os").asText()).contains("iOS");
            }
        }
        assertThat(sessions.toString()).doesNotContain("oken");

        assertError(asUser.get("/auth/me/sessions"), 400);
        assertError(asUser.get("/auth/" + realm.user().id() + "/sessions"), 403);
    }

    @Test
    void aSessionIsEndedByItsUserOnly() {
        TestUser user = realm.user();
        JsonNode first = client.signedIn(user);
        JsonNode second = client.signedIn(user);
        Credebl asFirst = client.bearer(first.path("access_token").asText());
        String foreign = client.signedIn(realm.user()).path("sessionId").asText();

        assertError(asFirst.delete("/auth/none/sessions"), 400);
        assertError(asFirst.delete("/auth/" + foreign + "/sessions"), 404);
        assertError(asFirst.delete("/auth/" + UUID.randomUUID() + "/sessions"), 404);
        String other = second.path("sessionId").asText();
        data(asFirst.delete("/auth/" + other + "/sessions"), 200);
        assertError(asFirst.delete("/auth/" + other + "/sessions"), 404);
        data(asFirst.delete("/auth/" + first.path("sessionId").asText() + "/sessions"), 200);
        assertThat(realm.sessionIds(user)).isEmpty();
        assertError(asFirst.get("/users/profile"), 401, "Authentication failed");
    }

    @Test
    void anEncryptedSessionIdGivesTokensOnce() {
        TestUser user = realm.user();
        String id = client.signedIn(user).path("sessionId").asText();
        String once = Credebl.encoded(client.encrypted(id));

        JsonNode details = data(client.get("/auth/sessionDetails?sessionId=" + once), 200);
        assertThat(details.path("userId").asText()).isEqualTo(user.id());
        assertThat(details.path("accountId").asText()).isEqualTo(user.id());
        assertThat(details.path("sessionType").asText()).isEqualTo("user-session");
        assertThat(details.path("expires").asInt()).isPositive();
        assertThat(Jwt.payload(details.path("refreshToken").asText()).path("sid").asText())
                .isEqualTo(id);

        Answer again = client.get("/auth/sessionDetails?sessionId=" + once);
        assertThat(data(again, 200).isMissingNode()).isTrue();
        for (String query : List.of("", "?sessionId=" + id, "?sessionId=%2B%2Fx%3D")) {
            assertError(client.get("/auth/sessionDetails" + query), 400, INVALID_CREDENTIALS);
        }
        assertError(client.withKey("another key").sessionDetails(id), 400, INVALID_CREDENTIALS);
        assertThat(data(client.sessionDetails(UUID.randomUUID().toString()), 200).isMissingNode())
                .isTrue();
        client.bearer(details.path("sessionToken").asText()).signOut();
        assertThat(data(client.sessionDetails(id), 200).isMissingNode()).isTrue();
    }

    /** Clients of Authiqa have one token, and no refresh token. */
    @Test
    void aSessionOfASingleTokenGivesNoOthers() {
        String token = Authiqa.of(realm, PARENT_KEY).token(realm.user());
        String id = Jwt.payload(token).path("sid").asText();
        assertThat(data(client.sessionDetails(id), 200).isMissingNode()).isTrue();
    }

    @Test
    void ofManyUsesOfOneEncryptedSessionIdOneGetsTokens() {
        String id = client.signedIn(realm.user()).path("sessionId").asText();
        String once = Credebl.encoded(client.encrypted(id));
        List<Answer> answers =
                Parallel.run(8, 8, i -> client.get("/auth/sessionDetails?sessionId=" + once));
        assertThat(answers).filteredOn(answer -> data(answer, 200).has("sessionToken")).hasSize(1);
    }

    // Registration

    @Test
    void aTakenAddressLooksLikeAFreeOneAndGetsNoMail() {
        TestUser user = realm.user();
        String free = TestRealm.newEmail();
        Answer taken = client.mailVerification(user.email());
        Answer accepted = client.mailVerification(free);
        data(taken, 201);
        assertThat(taken.body()).isEqualTo(accepted.body());
        mailbox.await(free, 1);
        assertThat(mailbox.of(user.email())).isEmpty();

        Answer ofTaken = client.existence(user.email());
        assertThat(data(ofTaken, 200).path("isRegistrationCompleted").asBoolean()).isFalse();
        assertThat(ofTaken.body()).isEqualTo(client.existence(TestRealm.newEmail()).body());
        Answer signUp = client.signUp(user.email(), NEW_PASSWORD);
        assertError(signUp, 404);
        assertThat(signUp.body())
                .isEqualTo(client.signUp(TestRealm.newEmail(), NEW_PASSWORD).body());
    }

    @Test
    void anAddressThatTheUserProfileRefusesGetsNoMail() {
        for (String address : List.of("ada@" + THROW_AWAY, "ADA@" + THROW_AWAY)) {
            assertEnvelope(client.mailVerification(address), 400);
            assertThat(mailbox.of(address)).isEmpty();
        }
    }

    @Test
    void aHostileAddressGetsNoMail() {
        for (String address : HostileInput.addresses("victim@example.test")) {
            assertEnvelope(client.mailVerification(address), 400);
            assertEnvelope(client.forgotPassword(address), 400);
        }
        String last = TestRealm.newEmail();
        data(client.mailVerification(last), 201);
        HostileInput.assertInert(mailbox.await(last, 1));
        HostileInput.assertNothingSmuggled(mailbox);
    }

    @Test
    void onlyTheCodeOfTheAddressProvesIt() {
        String email = TestRealm.newEmail();
        client.mailVerification(email);
        String code = linkTo(email, 1).code();
        String altered = code.substring(0, 35) + (code.endsWith("0") ? "1" : "0");
        for (String wrong : List.of(UUID.randomUUID().toString(), altered, "none")) {
            assertError(client.verify(email, wrong), 401);
        }
        assertError(client.verify(TestRealm.newEmail(), code), 401);
        assertError(client.signUp(email, NEW_PASSWORD), 404);

        data(client.verify(email.toUpperCase(Locale.ROOT), code.toUpperCase(Locale.ROOT)), 200);
        assertError(client.verify(email, code), 409);
        assertError(client.verify(email, altered), 401);

        Answer weak = client.signUp(email, "password");
        assertError(weak, 400);
        assertError(client.withKey("another key").signUp(email, NEW_PASSWORD), 400);
        data(client.signUp(email, NEW_PASSWORD), 201);
        assertError(client.signUp(email, NEW_PASSWORD), 404);
        assertError(client.verify(email, code), 409);
    }

    /** The first use proves nothing to anybody, because its address stands for no one client. */
    @Test
    void aCodeThatWasUsedProvesNothingToAnotherClient() {
        String email = TestRealm.newEmail();
        client.mailVerification(email);
        String code = linkTo(email, 1).code();
        realm.updateSettings(Map.of("private_clients", List.of()));
        try {
            data(client.verify(email, code), 200);
        } finally {
            realm.updateSettings(Map.of("private_clients", List.of("true")));
        }
        assertError(client.verify(email, code), 409);
        assertError(client.signUp(email, NEW_PASSWORD), 404);
    }

    @Test
    void manySignUpsAtOnceEndInOneUser() {
        String email = TestRealm.newEmail();
        client.mailVerification(email);
        data(client.verify(email, linkTo(email, 1).code()), 200);
        List<Answer> answers = Parallel.run(6, 6, i -> client.signUp(email, NEW_PASSWORD + i));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).allMatch(answer -> List.of(201, 404, 409).contains(answer.status()));
        assertThat(realm.usersWithEmail(email)).hasSize(1);
    }

    @Test
    void aHolderGetsTheRoleAndHasNoProfile() {
        String email = TestRealm.newEmail();
        client.mailVerification(email);
        data(client.verify(email, linkTo(email, 1).code()), 200);
        String id =
                data(
                                client.post(
                                        "/auth/signup",
                                        Map.of(
                                                "email",
                                                email,
                                                "firstName",
                                                "Ada",
                                                "lastName",
                                                "Lovelace",
                                                "password",
                                                client.encrypted(NEW_PASSWORD),
                                                "isHolder",
                                                true)),
                                201)
                        .path("userId")
                        .asText();
        assertThat(realm.get("/users/" + id + "/role-mappings/realm").toString())
                .contains("\"name\":\"" + HOLDER + "\"");
        Credebl holder = signedIn(new TestUser(id, email, NEW_PASSWORD));
        assertError(holder.get("/users/profile"), 403);
        data(holder.get("/auth/" + id + "/sessions"), 200);
    }

    @Test
    void aliasesSayWhichFrontEndALinkLeadsTo() {
        JsonNode aliases = data(client.get("/auth/clientAliases"), 200);
        assertThat(aliases).hasSize(2);
        assertThat(aliases.get(0).path("clientUrl").asText()).isEqualTo(APP);
        assertThat(aliases.get(1).path("clientAlias").asText()).isEqualTo("WALLET");
        assertThat(aliases.get(1).path("clientUrl").asText()).isEqualTo(WALLET);
        UUID.fromString(aliases.get(1).path("id").asText());

        String email = TestRealm.newEmail();
        data(
                client.post("/auth/verification-mail?clientAlias=Wallet", Map.of("email", email)),
                201);
        Link link = linkTo(email, 1);
        assertThat(link.page()).isEqualTo(WALLET + "/verify-email-success");
        assertThat(link.email()).endsWith("&clientAlias=WALLET");
        Answer unknown =
                client.post(
                        "/auth/verification-mail?clientAlias=undefined",
                        Map.of("email", TestRealm.newEmail()));
        assertError(unknown, 400);
        assertThat(unknown.text("message")).contains("WALLET");
    }

    // Passwords

    @Test
    void aLinkForANewPasswordLeadsToPagesOfTheTenantOnly() {
        TestUser user = realm.user();
        for (String wanted :
                List.of(
                        "https://evil.example.test",
                        "https://wallet.example.test.evil.test",
                        "https://wallet.example.test@evil.test/",
                        "javascript:alert(1)",
                        "//evil.example.test")) {
            data(
                    client.post(
                            "/auth/forgot-password",
                            Map.of("email", user.email(), "endpoint", wanted)),
                    200);
        }
        for (int i = 1; i <= 5; i++) {
            assertThat(linkTo(user.email(), i).page()).isEqualTo(APP + "/reset-password");
        }
        // A page of the tenant's own site can send its visitors on to another one.
        for (String wanted :
                List.of(WALLET + "/", WALLET + "/deep/", "https://wallet.example.test/out/evil")) {
            data(
                    client.post(
                            "/auth/forgot-password",
                            Map.of("email", user.email(), "endpoint", wanted)),
                    200);
        }
        for (int i = 6; i <= 8; i++) {
            assertThat(linkTo(user.email(), i).page()).isEqualTo(WALLET + "/reset-password");
        }
    }

    @Test
    void forgottenPasswordsTellNothing() {
        TestUser user = realm.user();
        JsonNode known = data(client.forgotPassword(user.email()), 200);
        String stranger = TestRealm.newEmail();
        JsonNode unknown = data(client.forgotPassword(stranger), 200);
        assertThat(unknown.path("email").asText()).isEqualTo(stranger);
        assertThat(unknown.size()).isEqualTo(known.size());
        UUID.fromString(unknown.path("id").asText());
        mailbox.await(user.email(), 1);
        assertThat(mailbox.of(stranger)).isEmpty();
    }

    @Test
    void aLinkSetsThePasswordOfItsAddressOnce() {
        TestUser user = realm.user();
        JsonNode before = client.signedIn(user);
        client.forgotPassword(user.email());
        String token = linkTo(user.email(), 1).code();

        assertError(client.resetPassword("nobody", token, NEW_PASSWORD), 401);
        assertError(client.resetPassword(TestRealm.newEmail(), token, NEW_PASSWORD), 400);
        assertError(client.resetPassword(realm.user().email(), token, NEW_PASSWORD), 400);
        assertError(
                client.resetPassword(user.email(), UUID.randomUUID().toString(), NEW_PASSWORD),
                400);
        assertError(client.resetPassword(user.email(), token, "password"), 400);
        assertError(
                client.withKey("another key").resetPassword(user.email(), token, NEW_PASSWORD),
                400,
                INVALID_CREDENTIALS);

        JsonNode done = data(client.resetPassword(user.email(), token, NEW_PASSWORD), 200);
        assertThat(done.path("id").asText()).isEqualTo(user.id());
        assertThat(done.path("email").asText()).isEqualTo(user.email());
        assertError(client.resetPassword(user.email(), token, "yet-another-pass"), 400);
        assertThat(realm.sessionIds(user)).isEmpty();
        assertError(client.refresh(before.path("refresh_token").asText()), 404);
        data(client.signIn(user.email(), NEW_PASSWORD), 200);
    }

    /** A stolen token must not become a lasting way in. */
    @Test
    void aUserWithoutAPasswordGetsNoFirstOneByAChange() {
        TestUser user = realm.user();
        Credebl asUser = signedIn(user);
        realm.removePassword(user);
        assertError(
                asUser.changePassword(user.email(), user.password(), NEW_PASSWORD),
                401,
                "Invalid Credentials");
        realm.api().login(user.email(), NEW_PASSWORD).assertStatus(401);
    }

    @Test
    void aChangeOfThePasswordNeedsItsUserAndTheOldOne() {
        TestUser user = realm.user();
        JsonNode own = client.signedIn(user);
        JsonNode other = client.signedIn(user);
        Credebl asUser = client.bearer(own.path("access_token").asText());

        assertError(
                asUser.changePassword(realm.user().email(), user.password(), NEW_PASSWORD), 403);
        assertError(asUser.changePassword(user.email(), user.password(), user.password()), 400);
        assertError(
                asUser.changePassword(user.email(), "wrong-password", NEW_PASSWORD),
                401,
                INVALID_CREDENTIALS);
        assertError(asUser.changePassword(user.email(), user.password(), "password"), 400);
        assertError(
                asUser.withKey("another key")
                        .changePassword(user.email(), user.password(), NEW_PASSWORD),
                400,
                INVALID_CREDENTIALS);

        JsonNode done =
                data(asUser.changePassword(user.email(), user.password(), NEW_PASSWORD), 200);
        assertThat(done.path("id").asText()).isEqualTo(user.id());
        assertThat(realm.sessionIds(user)).containsExactly(own.path("sessionId").asText());
        assertError(client.refresh(other.path("refresh_token").asText()), 404);
        data(client.signIn(user.email(), NEW_PASSWORD), 200);
    }

    // The profile

    @Test
    void usersReadAndChangeTheirProfile() {
        TestUser user = realm.user();
        Credebl asUser = signedIn(user);
        data(
                asUser.put(
                        "/users",
                        Map.of(
                                "firstName",
                                "Grace",
                                "lastName",
                                "Hopper",
                                "profileImg",
                                "data:image/png;base64,AAAA",
                                "isPublic",
                                true,
                                "email",
                                "ignored@example.test")),
                200);
        JsonNode profile = data(asUser.get("/users/profile"), 200);
        assertThat(profile.path("firstName").asText()).isEqualTo("Grace");
        assertThat(profile.path("lastName").asText()).isEqualTo("Hopper");
        assertThat(profile.path("profileImg").asText()).startsWith("data:image/png");
        assertThat(profile.path("email").asText()).isEqualTo(user.email());
        assertThat(profile.path("isEmailVerified").asBoolean()).isTrue();
        assertThat(profile.path("supabaseUserId").isNull()).isTrue();
        assertThat(profile.path("publicProfile").asBoolean(true)).isFalse();
        assertThat(profile.path("userOrgRoles")).isNotEmpty();
        JsonNode role = profile.path("userOrgRoles").get(0);
        assertThat(role.path("orgRole").path("name").asText()).isNotBlank();
        assertThat(role.path("orgId").isNull()).isTrue();

        data(asUser.put("/users", Map.of()), 200);
        assertBroken(asUser.put("/users", Map.of("firstName", "<b>\u0001</b>")), "firstName");
        assertThat(data(asUser.get("/users/profile"), 200).path("firstName").asText())
                .isEqualTo("Grace");
    }

    // One person, two dialects

    @Test
    void aSessionOfOneDialectIsOneOfTheOther() {
        TestUser user = realm.user();
        Tokens qeet = realm.signIn(user);
        JsonNode refreshed = data(client.refresh(qeet.refresh()), 200);
        String access = refreshed.path("access_token").asText();
        JsonNode sessions =
                data(client.bearer(access).get("/auth/" + user.id() + "/sessions"), 200);
        assertThat(sessions).hasSize(1);
        assertThat(sessions.get(0).path("id").asText()).isEqualTo(qeet.sessionId());
        data(client.bearer(access).signOut(), 200);
        realm.api()
                .refresh(refreshed.path("refresh_token").asText())
                .assertError(401, "auth.session_revoked");
        realm.api().bearer(access).get("/v1/auth/me").assertError(401, "unauthorized");
    }

    @Test
    void pagesOfTheFrontEndMayReadAnswers() {
        Answer preflight =
                client.with("Origin", "https://nobody.example.test")
                        .api()
                        .options("/credebl/v1/auth/signin");
        preflight.assertStatus(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isNull();
        assertThat(client.get("/auth/clientAliases").header("Set-Cookie")).isNull();
    }
}
