package io.authrealm.suite;

import static io.authrealm.suite.Authiqa.data;
import static io.authrealm.suite.Authiqa.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sign-in, sign-up, passwords and profile in the Authiqa dialect, in a realm that is not strict.
 */
class AuthiqaIT {

    private static final String KEY = Authiqa.newKey();
    private static final String OTHER_KEY = Authiqa.newKey();
    private static final String NEW = "another-horse-battery";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).withUserNames().setting("parent_keys", KEY);

    /** Its owner is disabled. */
    @RegisterExtension
    static final TestRealm inactive =
            TestRealm.fresh().withUserNames().setting("parent_keys", OTHER_KEY);

    private static TestUser owner;

    @BeforeAll
    static void nameOwners() {
        owner = Authiqa.makeOwner(realm);
        inactive.disable(Authiqa.makeOwner(inactive));
    }

    private static Authiqa client() {
        return Authiqa.of(realm, KEY);
    }

    private static Authiqa parents() {
        return client().without();
    }

    @PrivateApi
    @Test
    void childSignsInByTheKeyOfItsParent() {
        TestUser user = realm.user();
        JsonNode data = data(client().signIn(user));
        assertThat(data.has("jwtSecret")).isFalse();
        JsonNode shown = data.path("user");
        assertThat(shown.path("userID").asText()).isEqualTo(user.id());
        assertThat(shown.path("email").asText()).isEqualTo(user.email());
        assertThat(shown.path("username").asText()).isEqualTo(user.email());
        assertThat(shown.path("accountType").asText()).isEqualTo("child");
        assertThat(shown.path("parentAccount").asText()).isEqualTo(KEY);
        assertThat(shown.path("publicKey").asText())
                .matches("APK_[a-f0-9]{32}_[0-9]+")
                .isNotEqualTo(KEY);
        assertThat(shown.path("organizationName").asText()).isEqualTo("Tenant template");
        assertThat(shown.path("organizationUrl").isNull()).isTrue();
        assertThat(shown.path("organizationUpdateCount").asInt(-1)).isZero();
        assertThat(data.at("/passwordStatus/expired").asBoolean(true)).isFalse();
        assertThat(data.at("/passwordStatus/daysUntilExpiry").asInt()).isEqualTo(90);

        String token = data.path("token").asText();
        JsonNode claims = Jwt.payload(token);
        assertThat(Jwt.header(token).path("alg").asText()).isEqualTo("ES256");
        assertThat(claims.path("sub").asText()).isEqualTo(user.id());
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(86_400);
        Jwt.verify(token, realm.api().get("/v1/.well-known/jwks.json").body());
        assertThat(realm.sessionIds(user)).containsExactly(claims.path("sid").asText());
        // The same session in another dialect.
        realm.api().bearer(token).get("/v1/auth/me").assertStatus(200);
        realm.events("LOGIN", user).assertThat().hasSize(1);
    }

    @Test
    void parentSignsInWithoutAKey() {
        JsonNode data = data(parents().signIn(owner));
        JsonNode shown = data.path("user");
        assertThat(shown.path("accountType").asText()).isEqualTo("parent");
        assertThat(shown.path("parentAccount").asText()).isEqualTo("ROOT");
        assertThat(shown.path("publicKey").asText()).isEqualTo(KEY);
        assertThat(shown.path("organizationUrl").asText()).isEqualTo("http://localhost:3000");
        assertThat(data.has("jwtSecret")).isFalse();
    }

    /** It was set in 2020. The client tells the user, and nothing else follows from it. */
    @Test
    void oldPasswordIsSaidAndOpensAllTheSame() {
        TestUser user = realm.imported(StoredPassword.UP_TO_DATE, TestRealm.PASSWORD);
        for (int i = 0; i < 2; i++) {
            JsonNode data = data(client().signIn(user));
            assertThat(data.at("/passwordStatus/expired").asBoolean()).isTrue();
            assertThat(data.at("/passwordStatus/daysUntilExpiry").asInt(-1)).isZero();
            data(client().bearer(data.path("token").asText()).get("user-profile"));
        }
        data(client().resetPassword(user.email()));
        data(client().updatePassword(mailbox.await(user.email(), 1).token(), NEW));
        JsonNode data = data(client().signIn(user.email(), NEW));
        assertThat(data.at("/passwordStatus/expired").asBoolean(true)).isFalse();
        assertThat(data.at("/passwordStatus/daysUntilExpiry").asInt()).isEqualTo(90);
    }

    /** What is about the account is told only to a client with the right password. */
    @Test
    void keyThatDoesNotGoWithTheAccountIsToldAfterTheRightPassword() {
        TestUser child = realm.user();
        refused(parents().signIn(child), 400, "MISSING_PARENT_PUBLIC_KEY");
        refused(parents().signIn(child.email(), "wrong"), 401, "INVALID_CREDENTIALS");
        refused(client().signIn(owner), 400, "INVALID_REQUEST");
        refused(client().signIn(owner.email(), "wrong"), 401, "INVALID_CREDENTIALS");
        assertThat(realm.sessionIds(child)).isEmpty();
        realm.events("LOGIN_ERROR", child)
                .assertThat()
                .withError("access_denied")
                .withDetail("reason", "key_missing")
                .hasSize(1);
    }

    @Test
    void keyIsLookedAtBeforeTheAccount() {
        TestUser user = realm.user();
        for (String password : List.of(user.password(), "wrong")) {
            refused(
                    Authiqa.of(realm, Authiqa.newKey()).signIn(user.email(), password),
                    401,
                    "INVALID_PARENT_PUBLIC_KEY");
            // The key of another realm is none of this one.
            refused(
                    Authiqa.of(realm, OTHER_KEY).signIn(user.email(), password),
                    401,
                    "INVALID_PARENT_PUBLIC_KEY");
            // The child's own key is nobody's parent key.
            String own = data(client().signIn(user)).at("/user/publicKey").asText();
            refused(
                    Authiqa.of(realm, own).signIn(user.email(), password),
                    401,
                    "INVALID_PARENT_PUBLIC_KEY");
        }
        for (String bad : List.of("APK_", "apk_0123456789abcdef", "APK_a b", "x".repeat(5000))) {
            Authiqa odd = Authiqa.of(realm, bad);
            for (Answer answer :
                    List.of(
                            odd.signIn(user),
                            odd.signUp(Authiqa.newName(), TestRealm.newEmail(), NEW),
                            odd.resetPassword(user.email()),
                            odd.updatePassword("x".repeat(43), NEW))) {
                refused(answer, 400, "INVALID_PARENT_PUBLIC_KEY_FORMAT");
            }
        }
    }

    @Test
    void disabledOwnerClosesTheDoor() {
        TestUser user = inactive.user();
        for (String password : List.of(user.password(), "wrong")) {
            refused(
                    Authiqa.of(inactive, OTHER_KEY).signIn(user.email(), password),
                    403,
                    "PARENT_INACTIVE");
        }
        refused(
                Authiqa.of(inactive, OTHER_KEY)
                        .signUp(Authiqa.newName(), TestRealm.newEmail(), TestRealm.PASSWORD),
                403,
                "PARENT_INACTIVE");
        refused(
                inactive.api()
                        .with("X-Public-Key", OTHER_KEY)
                        .get(Authiqa.PATH + "organization-details"),
                400,
                "INVALID_PARENT_ACCOUNT");
        refused(
                Authiqa.of(inactive, OTHER_KEY).resetPassword(user.email()),
                403,
                "PARENT_INACTIVE");
        refused(
                Authiqa.of(inactive, OTHER_KEY).updatePassword("x".repeat(43), NEW),
                403,
                "PARENT_INACTIVE");
        refused(
                Authiqa.of(inactive, OTHER_KEY).requestConfirmation(user.email()),
                403,
                "PARENT_ACCOUNT_INACTIVE");
    }

    @Test
    void missingOwnerIsSaid() {
        String key = Authiqa.newKey();
        TestRealm orphaned = TestRealm.fresh().withUserNames().setting("parent_keys", key).create();
        try {
            orphaned.delete(Authiqa.makeOwner(orphaned));
            TestUser user = orphaned.user();
            Authiqa client = Authiqa.of(orphaned, key);
            refused(client.signIn(user), 404, "PARENT_NOT_FOUND");
            refused(
                    client.signUp(Authiqa.newName(), TestRealm.newEmail(), TestRealm.PASSWORD),
                    400,
                    "PARENT_NOT_FOUND");
            refused(client.resetPassword(user.email()), 404, "PARENT_NOT_FOUND");
            refused(client.requestConfirmation(user.email()), 404, "PARENT_NOT_FOUND");
            refused(client.updatePassword("x".repeat(43), NEW), 404, "PARENT_NOT_FOUND");
            refused(
                    orphaned.api()
                            .with("X-Public-Key", key)
                            .get(Authiqa.PATH + "organization-details"),
                    404,
                    "USER_NOT_FOUND");
        } finally {
            orphaned.close();
        }
    }

    @Test
    void stateOfTheAccountIsToldAfterTheRightPassword() {
        TestUser disabled = realm.user();
        realm.disable(disabled);
        TestUser withFactor = realm.userWithTotp(Totp.newSecret());
        TestUser withAction =
                realm.user(user -> user.putArray("requiredActions").add("UPDATE_PASSWORD"));
        Map<TestUser, String> states =
                Map.of(
                        disabled, "ACCOUNT_INACTIVE",
                        withFactor, "MFA_REQUIRED",
                        withAction, "ACTION_REQUIRED");
        states.forEach(
                (user, code) -> {
                    refused(client().signIn(user.email(), "wrong"), 401, "INVALID_CREDENTIALS");
                    refused(client().signIn(user.email(), TestRealm.PASSWORD), 403, code);
                    assertThat(realm.sessionIds(user)).isEmpty();
                });
        refused(
                client().signIn(TestRealm.newEmail(), TestRealm.PASSWORD),
                401,
                "INVALID_CREDENTIALS");
    }

    @Test
    void lockIsTheSameForEveryAddressAndInEveryDialect() {
        TestUser user = realm.user();
        for (String email : List.of(user.email(), TestRealm.newEmail())) {
            for (int i = 0; i < 5; i++) {
                refused(client().signIn(email, "wrong"), 401, "INVALID_CREDENTIALS");
            }
            Answer locked = client().signIn(email, TestRealm.PASSWORD);
            refused(locked, 403, "ACCOUNT_LOCKED");
            assertThat(Integer.parseInt(locked.header("Retry-After"))).isPositive();
            realm.api().login(email, TestRealm.PASSWORD).assertError(429, "auth.account_locked");
        }
    }

    @Test
    void signUpMakesAChild() {
        String email = TestRealm.newEmail();
        String name = Authiqa.newName();
        JsonNode data = data(client().signUp(name, email, TestRealm.PASSWORD));
        JsonNode user = data.path("data");
        assertThat(user.path("username").asText()).isEqualTo(name);
        assertThat(user.path("email").asText()).isEqualTo(email);
        assertThat(user.path("createdAt").asLong())
                .isBetween(
                        Instant.now().getEpochSecond() - 120, Instant.now().getEpochSecond() + 5);
        assertThat(user.path("publicKey").asText()).matches("APK_[a-f0-9]{32}_[0-9]+");
        assertThat(user.path("emailVerified").asBoolean(true)).isFalse();
        assertThat(user.path("parentAccount").asText()).isEqualTo(KEY);
        assertThat(user.path("accountType").asText()).isEqualTo("child");
        assertThat(user.path("emailVerificationSent").asBoolean(true)).isFalse();

        JsonNode profile =
                data(client().bearer(data.path("token").asText()).get("user-profile")).path("user");
        assertThat(profile.path("userID").asText()).isEqualTo(user.path("userID").asText());
        JsonNode stored = realm.usersWithEmail(email).get(0);
        assertThat(stored.path("username").asText()).isEqualTo(name);
        data(client().signIn(email, TestRealm.PASSWORD));
        // The same user in another dialect.
        realm.api().login(email, TestRealm.PASSWORD).assertTokens();
    }

    /** As in realms of the template. */
    @Test
    void realmOfAddressesTakesNoOtherUsername() {
        String key = Authiqa.newKey();
        TestRealm addresses = TestRealm.fresh().setting("parent_keys", key).create();
        try {
            Authiqa.makeOwner(addresses);
            Authiqa client = Authiqa.of(addresses, key);
            String name = Authiqa.newName();
            for (String email : List.of("o'" + TestRealm.newEmail(), TestRealm.newEmail())) {
                JsonNode user = data(client.signUp(name, email, TestRealm.PASSWORD)).path("data");

                assertThat(user.path("username").asText()).isEqualTo(email);
                assertThat(addresses.usersWithEmail(email).get(0).path("username").asText())
                        .isEqualTo(email);
                data(client.signIn(email, TestRealm.PASSWORD));
                refused(
                        client.signUp(Authiqa.newName(), email, TestRealm.PASSWORD),
                        409,
                        "ORGANIZATION_SCOPE_CONFLICT");
            }
        } finally {
            addresses.close();
        }
    }

    @Test
    void signUpRefusesWhatItMust() {
        TestUser taken = realm.user();
        String name = Authiqa.newName();
        data(client().signUp(name, TestRealm.newEmail(), TestRealm.PASSWORD));
        String email = TestRealm.newEmail();
        refused(
                client().signUp(Authiqa.newName(), taken.email(), TestRealm.PASSWORD),
                409,
                "ORGANIZATION_SCOPE_CONFLICT");
        refused(
                client().signUp(
                                Authiqa.newName(),
                                taken.email().toUpperCase(Locale.ROOT),
                                TestRealm.PASSWORD),
                409,
                "ORGANIZATION_SCOPE_CONFLICT");
        refused(
                client().signUp(name, email, TestRealm.PASSWORD),
                409,
                "ORGANIZATION_SCOPE_CONFLICT");
        for (String bad :
                List.of("has space", "a-b", "ü", "x".repeat(31), "<script>", "a@b.test")) {
            refused(
                    client().signUp(bad, email, TestRealm.PASSWORD),
                    400,
                    "INVALID_USERNAME_FORMAT");
        }
        // The realm's user profile wants three characters.
        refused(client().signUp("ab", email, TestRealm.PASSWORD), 400, "INVALID_USERNAME_FORMAT");
        for (String bad : List.of("nobody", "a@b", "a b@example.test", "@example.test")) {
            refused(
                    client().signUp(Authiqa.newName(), bad, TestRealm.PASSWORD),
                    400,
                    "INVALID_EMAIL_FORMAT");
        }
        for (String bad : List.of("short", "x".repeat(1000))) {
            refused(client().signUp(Authiqa.newName(), email, bad), 400, "INVALID_PASSWORD_FORMAT");
        }
        refused(
                Authiqa.of(realm, Authiqa.newKey())
                        .signUp(Authiqa.newName(), email, TestRealm.PASSWORD),
                400,
                "PARENT_NOT_FOUND");
        refused(
                parents().signUp(Authiqa.newName(), email, TestRealm.PASSWORD),
                403,
                "PARENT_SIGNUP_DISABLED");
        for (String page : List.of("https://evil.test/x", "//evil.test", "javascript:alert(1)")) {
            Map<String, Object> body =
                    client().keyed(
                                    "username",
                                    Authiqa.newName(),
                                    "email",
                                    email,
                                    "password",
                                    TestRealm.PASSWORD);
            body.put("verifyAuthPath", page);
            refused(client().post("signup", body), 400, "INVALID_AUTH_URLS");
            body.put("verifyAuthPath", "/" + "x".repeat(2_048));
            refused(client().post("signup", body), 400, "INVALID_INPUT");
        }
        assertThat(realm.usersWithEmail(email)).isEmpty();
    }

    @Test
    void simultaneousSignUpsMakeOneAccount() {
        String email = TestRealm.newEmail();
        String name = Authiqa.newName();
        List<Answer> byEmail =
                Parallel.run(
                        12, 12, i -> client().signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
        List<Answer> byName =
                Parallel.run(
                        12,
                        12,
                        i -> client().signUp(name, TestRealm.newEmail(), TestRealm.PASSWORD));
        for (List<Answer> answers : List.of(byEmail, byName)) {
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 200)
                    .allSatisfy(answer -> refused(answer, 409, "ORGANIZATION_SCOPE_CONFLICT"));
        }
        assertThat(realm.usersWithEmail(email)).hasSize(1);
    }

    @Test
    void forgottenPasswordIsReplacedByAMailedLink() {
        TestUser user = realm.user();
        assertThat(data(client().resetPassword(user.email())).path("message").asText())
                .isNotBlank();
        Mailbox.Mail mail = mailbox.await(user.email(), 1);
        String token = mail.token();
        assertThat(mail.text()).contains("http://localhost:3000/update-password?token=" + token);
        String session = client().token(user);

        refused(client().updatePassword(token, "short"), 400, "INVALID_PASSWORD_FORMAT");
        refused(parents().updatePassword(token, NEW), 400, "MISSING_PARENT_PUBLIC_KEY");
        refused(
                Authiqa.of(realm, Authiqa.newKey()).updatePassword(token, NEW),
                401,
                "INVALID_PARENT_PUBLIC_KEY");
        data(client().updatePassword(token, NEW));
        refused(client().updatePassword(token, NEW), 403, "INVALID_OTP");

        refused(client().signIn(user), 401, "INVALID_CREDENTIALS");
        JsonNode signedIn = data(client().signIn(user.email(), NEW));
        assertThat(signedIn.at("/passwordStatus/daysUntilExpiry").asInt()).isEqualTo(90);
        refused(client().bearer(session).get("user-profile"), 401, "UNAUTHORIZED");
    }

    @Test
    void parentReplacesItsPasswordWithoutAKey() {
        String key = Authiqa.newKey();
        TestRealm other =
                TestRealm.fresh()
                        .with(mailbox::serve)
                        .withUserNames()
                        .setting("parent_keys", key)
                        .create();
        try {
            TestUser parent = Authiqa.makeOwner(other);
            Authiqa client = Authiqa.of(other, key);
            data(client.without().resetPassword(parent.email()));
            String token = mailbox.await(parent.email(), 1).token();
            refused(client.updatePassword(token, NEW), 400, "INVALID_REQUEST");
            data(client.without().updatePassword(token, NEW));
            data(client.without().signIn(parent.email(), NEW));
        } finally {
            other.close();
        }
    }

    @Test
    void oneOfManySimultaneousUpdatesCounts() {
        TestUser user = realm.user();
        data(client().resetPassword(user.email()));
        String token = mailbox.await(user.email(), 1).token();
        List<Answer> answers =
                Parallel.run(8, 8, i -> client().updatePassword(token, NEW + "-" + i));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> refused(answer, 403, "INVALID_OTP"));
    }

    @Test
    void resetAnswersTheSameForEveryAddress() {
        TestUser disabled = realm.user();
        realm.disable(disabled);
        String body = client().resetPassword(realm.user().email()).assertStatus(200).body();
        for (String email : List.of(disabled.email(), TestRealm.newEmail(), owner.email())) {
            assertThat(client().resetPassword(email).assertStatus(200).body()).isEqualTo(body);
        }
        assertThat(mailbox.of(disabled.email())).isEmpty();
        refused(client().resetPassword("nobody"), 400, "INVALID_EMAIL_FORMAT");
        refused(
                Authiqa.of(realm, Authiqa.newKey()).resetPassword(owner.email()),
                401,
                "INVALID_PARENT_PUBLIC_KEY");
    }

    @Test
    void tokensThatNobodyHasMailedChangeNothing() {
        refused(
                client().post("update-password", client().keyed("password", NEW)),
                400,
                "TOKEN_NOT_PROVIDED");
        refused(client().post("update-password", client().keyed()), 400, "TOKEN_NOT_PROVIDED");
        refused(client().updatePassword("too-short", NEW), 400, "INVALID_TOKEN");
        refused(client().updatePassword("x".repeat(43), NEW), 403, "INVALID_OTP");
        refused(client().updatePassword("A".repeat(12), NEW), 400, "INVALID_TOKEN");
    }

    @Test
    void profileShowsTheAccount() {
        TestUser child = realm.user();
        JsonNode data = data(client().bearer(client().token(child)).get("user-profile"));
        assertThat(data.path("message").asText()).isNotBlank();
        JsonNode user = data.path("user");
        assertThat(user.path("userID").asText()).isEqualTo(child.id());
        assertThat(user.path("username").asText()).isEqualTo(child.email());
        assertThat(user.path("email").asText()).isEqualTo(child.email());
        assertThat(user.path("accountType").asText()).isEqualTo("child");
        assertThat(user.path("parentAccount").asText()).isEqualTo(KEY);
        assertThat(user.path("accountStatus").asText()).isEqualTo("active");
        assertThat(user.path("emailVerified").asBoolean()).isTrue();
        long now = Instant.now().getEpochSecond();
        for (String member :
                List.of("createdAt", "updatedAt", "lastLogin", "lastPasswordChanged")) {
            assertThat(user.path(member).asLong()).as(member).isBetween(now - 600, now + 5);
        }
        assertThat(user.path("authUrls").isNull()).isTrue();
        assertThat(user.has("googleSsoConfig")).isFalse();
        assertThat(user.has("creditBalance")).isFalse();
        for (String member : List.of("organizationId", "googleId", "lockedUntil")) {
            assertThat(user.path(member).isNull()).as(member).isTrue();
        }

        JsonNode parent =
                data(parents().bearer(parents().token(owner)).get("user-profile")).path("user");
        assertThat(parent.path("accountType").asText()).isEqualTo("parent");
        assertThat(parent.path("publicKey").asText()).isEqualTo(KEY);
        assertThat(parent.path("authUrls").isObject()).isTrue();
        assertThat(parent.at("/googleSsoConfig/enabled").asBoolean(true)).isFalse();
    }

    @Test
    void withoutAGoodTokenNothingIsShown() {
        TestUser user = realm.user();
        String token = client().token(user);
        Tokens ended = realm.signIn(user);
        realm.api().bearer(ended).post("/v1/auth/logout").assertStatus(200);
        for (String route : List.of("user-profile", "child-accounts", "organization-details")) {
            for (String bad :
                    List.of(
                            "x",
                            token.substring(0, token.length() - 4) + "AAAA",
                            ended.access(),
                            Jwt.encoded("{\"alg\":\"none\"}") + "." + token.split("\\.")[1] + ".",
                            "x".repeat(7_000))) {
                refused(client().bearer(bad).get(route), 401, "UNAUTHORIZED");
            }
        }
        refused(client().get("user-profile"), 401, "UNAUTHORIZED");
        refused(client().get("child-accounts"), 401, "UNAUTHORIZED");
        refused(client().post("update-organization", Map.of()), 401, "UNAUTHORIZED");
        realm.disable(user);
        refused(client().bearer(token).get("user-profile"), 401, "UNAUTHORIZED");
    }

    /** There is no refresh at which the session could end. */
    @Test
    void demandForASecondFactorEndsTheTokenOfADay() {
        TestUser user = realm.user();
        String token = client().token(user);
        Tokens refreshed = realm.signIn(user);
        data(client().bearer(token).get("user-profile"));
        realm.updateUser(
                user, u -> u.withObject("/attributes").putArray("mfaRequired").add("true"));
        refused(client().bearer(token).get("user-profile"), 401, "UNAUTHORIZED");
        assertThat(realm.sessionIds(user))
                .containsExactly(Jwt.payload(refreshed.access()).path("sid").asText());
        realm.updateUser(user, u -> u.withObject("/attributes").remove("mfaRequired"));
        refused(client().bearer(token).get("user-profile"), 401, "UNAUTHORIZED");
        realm.api().bearer(token).get("/v1/me").assertStatus(401);
    }

    /** A route that takes a body, with members that it needs. */
    private record Route(String path, Map<String, String> members) {}

    private static List<Route> routes() {
        return List.of(
                new Route("signin", Map.of("email", "a@example.test", "password", "x")),
                new Route(
                        "signup",
                        Map.of("username", "abc", "email", "a@example.test", "password", "x")),
                new Route("request-new-confirmation", Map.of("email", "a@example.test")),
                new Route("reset-password", Map.of("email", "a@example.test")),
                new Route("update-password", Map.of("token", "x", "password", "x")));
    }

    private static String missingCode(String member) {
        return member.equals("token") ? "TOKEN_NOT_PROVIDED" : "MISSING_REQUIRED_FIELDS";
    }

    @Test
    void badBodiesAreRefusedInOrder() {
        for (Route route : routes()) {
            String path = Authiqa.PATH + route.path();
            Api api = realm.api();
            refused(api.post(path), 400, "MISSING_REQUEST_BODY");
            refused(api.send("POST", path, ""), 400, "MISSING_REQUEST_BODY");
            List<String> malformed = new ArrayList<>();
            malformed.addAll(List.of("{", "[]", "null", "\"x\"", "{} {}", "{\"a\":1,\"a\":2}"));
            malformed.add("[".repeat(100_000));
            for (String body : malformed) {
                refused(api.send("POST", path, body), 400, "INVALID_REQUEST_BODY");
            }
            refused(
                    api.send("POST", path, "text/plain", "{}".getBytes(StandardCharsets.UTF_8)),
                    400,
                    "INVALID_REQUEST_BODY");
            refused(
                    api.send("POST", path, "application/json", new byte[] {'{', (byte) 0xff, '}'}),
                    400,
                    "INVALID_REQUEST_BODY");
            refused(
                    api.post(path, "{\"x\":\"" + "y".repeat(2_000_000) + "\"}"),
                    400,
                    "INVALID_REQUEST_BODY");
            for (String member : route.members().keySet()) {
                for (Object missing : List.of("", "   ", 5, true, List.of(), Map.of())) {
                    Map<String, Object> body = new HashMap<>(route.members());
                    body.put("parentPublicKey", KEY);
                    body.put(member, missing);
                    refused(api.post(path, body), 400, missingCode(member));
                }
                Map<String, Object> body = new HashMap<>(route.members());
                body.remove(member);
                refused(api.post(path, body), 400, missingCode(member));
            }
        }
    }

    @Test
    void unknownPathsAndMethodsAreNotFound() {
        for (String path :
                List.of("/authiqa", "/authiqa/nothing", "/authiqa/auth", "/authiqa/auth/nothing")) {
            refused(realm.api().get(path), 404, "NOT_FOUND");
            refused(realm.api().post(path, Map.of()), 404, "NOT_FOUND");
        }
        refused(realm.api().delete(Authiqa.PATH + "signin"), 404, "NOT_FOUND");
        // Parts of Authiqa that are not here.
        refused(parents().post("google", client().keyed("idToken", "x")), 404, "NOT_FOUND");
        Api owners = parents().bearer(parents().token(owner)).api();
        for (String path : List.of("credit-analysis", "billing-history")) {
            refused(owners.get("/authiqa/parent/" + path), 404, "NOT_FOUND");
        }
    }

    @Test
    void answersSetNoCookies() {
        Answer answer = client().bearer(client().token(realm.user())).get("user-profile");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void preflightAllowsTheHeaderOfTheKey() {
        Answer answer =
                realm.api()
                        .with("Origin", "http://localhost:3000")
                        .with("Access-Control-Request-Method", "GET")
                        .options(Authiqa.PATH + "organization-details");
        assertThat(answer.assertStatus(204).header("Access-Control-Allow-Headers"))
                .containsIgnoringCase("x-public-key");
    }

    /** A token of an admin opens more than the routes of the dialect. */
    @Test
    void demandForASecondFactorEndsTheTokenOfAnAdmin() {
        TestUser admin = realm.admin("manage-users", "view-users");
        TestUser byConsole = realm.admin("manage-users", "view-users");
        Api first = realm.api().bearer(client().token(admin));
        Api second = realm.api().bearer(client().token(byConsole));
        first.get("/v1/users").assertStatus(200);
        second.get("/v1/users").assertStatus(200);

        realm.asOperator()
                .send("PUT", "/v1/users/" + admin.id() + "/mfa-required", Map.of("required", true))
                .assertStatus(200);
        assertThat(realm.sessionIds(admin)).isEmpty();
        first.get("/v1/users").assertStatus(401);

        realm.updateUser(
                byConsole, u -> u.withObject("/attributes").putArray("mfaRequired").add("true"));
        second.get("/v1/users").assertStatus(401);
        assertThat(realm.sessionIds(byConsole)).isEmpty();
    }
}
