package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignUpIT {

    private static final Duration MINIMUM_TIME = Duration.ofMillis(250);

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().withDefaultMinimumTimes();

    @RegisterExtension
    static final TestRealm withPolicy =
            TestRealm.fresh().with(r -> r.put("passwordPolicy", "digits(2) and notUsername"));

    @RegisterExtension
    static final TestRealm closed =
            TestRealm.fresh().with(r -> r.put("registrationAllowed", false));

    @RegisterExtension static final TestRealm named = TestRealm.fresh();

    /** Asks for nothing at the first sign-in. */
    @RegisterExtension static final TestRealm unasked = TestRealm.fresh();

    @BeforeAll
    static void demandNames() {
        for (TestRealm demanding : List.of(named, unasked)) {
            for (String name : List.of("firstName", "lastName")) {
                demanding.updateProfile(
                        name, a -> a.putObject("required").putArray("roles").add("user"));
            }
        }
        String path = unasked.path("/authentication/required-actions/VERIFY_PROFILE");
        ObjectNode action = (ObjectNode) unasked.admin().get(path);
        unasked.admin().put(path, action.put("enabled", false));
    }

    @PrivateApi
    @Test
    void answersWithTheUserAndATokenPairThatWorksAtOnce() {
        String email = TestRealm.newEmail();
        Answer answer =
                realm.api()
                        .post(
                                "/v1/auth/signup",
                                Map.of(
                                        "email",
                                        email,
                                        "password",
                                        TestRealm.PASSWORD,
                                        "display_name",
                                        "Maria Müller"));
        Tokens tokens = answer.assertTokens(201);

        JsonNode user = answer.json().path("user");
        assertThat(user.path("id").asText()).isEqualTo(tokens.userId());
        assertThat(user.path("tenant_id").asText()).isEqualTo(tokens.tenantId());
        assertThat(user.path("email").asText()).isEqualTo(email);
        assertThat(user.path("display_name").asText()).isEqualTo("Maria Müller");
        assertThat(user.path("status").asText()).isEqualTo("active");
        assertThat(user.path("metadata").isObject()).isTrue();
        for (String member :
                List.of("email_verified_at", "phone", "phone_verified_at", "avatar_url")) {
            assertThat(user.has(member)).as(member).isTrue();
            assertThat(user.path(member).isNull()).as(member).isTrue();
        }
        for (String member : List.of("created_at", "updated_at")) {
            assertThat(Instant.parse(user.path(member).asText()))
                    .isBetween(
                            Instant.now().minus(5, ChronoUnit.MINUTES),
                            Instant.now().plus(5, ChronoUnit.MINUTES));
        }

        Answer me = realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        assertThat(me.text("user_id")).isEqualTo(tokens.userId());
        realm.api().refresh(tokens.refresh()).assertTokens();
        assertThat(realm.api().login(email, TestRealm.PASSWORD).assertTokens().userId())
                .isEqualTo(tokens.userId());
    }

    private static Answer register(Api api, String tenantId, String email) {
        return api.post(
                "/v1/auth/register",
                Map.of("tenant_id", tenantId, "email", email, "password", TestRealm.PASSWORD));
    }

    @PrivateApi
    @Test
    void registrationIsInTheTenantThatItNames() {
        named.awaitAtRoot();
        closed.awaitAtRoot();
        String email = TestRealm.newEmail();
        Tokens tokens = register(TestServer.root(), realm.tenantId(), email).assertTokens(201);
        assertThat(tokens.tenantId()).isEqualTo(realm.tenantId());
        assertThat(realm.usersWithEmail(email)).hasSize(1);
        register(realm.api(), realm.tenantId().toUpperCase(Locale.ROOT), TestRealm.newEmail())
                .assertTokens(201);

        register(TestServer.root(), realm.tenantId(), email).assertError(422, "unprocessable");
        String other = TestRealm.newEmail();
        for (String tenant :
                List.of(UUID.randomUUID().toString(), "none", realm.name(), closed.tenantId())) {
            register(TestServer.root(), tenant, other)
                    .assertError(403, "auth.self_registration_disabled");
        }
        register(realm.api(), named.tenantId(), other)
                .assertError(403, "auth.self_registration_disabled");
        for (TestRealm tenant : List.of(realm, named, closed)) {
            assertThat(tenant.usersWithEmail(other)).isEmpty();
        }
        TestServer.root()
                .post("/v1/auth/register", Map.of("email", other, "password", TestRealm.PASSWORD))
                .assertInvalidField("tenant_id", "required");
    }

    @PrivateApi
    @Test
    void adminSeesAnOrdinaryUser() {
        String email = TestRealm.newEmail();
        Tokens tokens = realm.api().signUp(email, TestRealm.PASSWORD).assertTokens(201);
        JsonNode user = realm.get("/users/" + tokens.userId());
        assertThat(user.path("email").asText()).isEqualTo(email);
        assertThat(user.path("username").asText()).isEqualTo(email);
        assertThat(user.path("enabled").asBoolean()).isTrue();
        assertThat(user.path("emailVerified").asBoolean()).isFalse();
        assertThat(user.path("requiredActions")).isEmpty();
    }

    @Test
    void withoutADisplayNameThereIsNone() {
        Answer answer = realm.api().signUp(TestRealm.newEmail(), TestRealm.PASSWORD);
        answer.assertTokens(201);
        assertThat(answer.json().at("/user/display_name").isNull()).isTrue();
        answer =
                realm.api()
                        .post(
                                "/v1/auth/signup",
                                Map.of(
                                        "email",
                                        TestRealm.newEmail(),
                                        "password",
                                        TestRealm.PASSWORD,
                                        "display_name",
                                        ""));
        answer.assertTokens(201);
        assertThat(answer.json().at("/user/display_name").isNull()).isTrue();
    }

    @Test
    void takenEmailIsNotRevealed() {
        TestUser user = realm.user();
        for (String email : List.of(user.email(), user.email().toUpperCase(Locale.ROOT))) {
            Answer answer = realm.api().signUp(email, "another-password");
            answer.assertError(422, "unprocessable");
            assertThat(answer.body()).doesNotContainIgnoringCase("exist", "taken", "in use");
            assertThat(answer.took()).isGreaterThanOrEqualTo(MINIMUM_TIME);
        }
        assertThat(realm.usersWithEmail(user.email())).hasSize(1);
        realm.signIn(user);
        realm.api()
                .login(user.email(), "another-password")
                .assertError(401, "auth.invalid_credentials");
    }

    @Test
    void newEmailTakesAsLongAsATakenOne() {
        Answer answer = realm.api().signUp(TestRealm.newEmail(), TestRealm.PASSWORD);
        answer.assertTokens(201);
        assertThat(answer.took()).isGreaterThanOrEqualTo(MINIMUM_TIME);
    }

    @Test
    void passwordLengthIsCountedInCodePoints() {
        String key = "\uD83D\uDD11";
        Map<String, String> refused =
                Map.of(
                        "1234567",
                        "too_short",
                        key.repeat(7),
                        "too_short",
                        "x".repeat(257),
                        "too_long");
        refused.forEach(
                (password, code) -> {
                    String email = TestRealm.newEmail();
                    realm.api().signUp(email, password).assertInvalidField("password", code);
                    assertThat(realm.usersWithEmail(email)).isEmpty();
                });
        for (String password : List.of(key.repeat(8), "x7-".repeat(85) + "y", key.repeat(256))) {
            String email = TestRealm.newEmail();
            realm.api().signUp(email, password).assertTokens(201);
            realm.api().login(email, password).assertTokens();
        }
    }

    @PrivateApi
    @Test
    void passwordThatThePolicyRefusesLeavesNoUser() {
        String email = TestRealm.newEmail();
        withPolicy.api().signUp(email, TestRealm.PASSWORD).assertError(422, "auth.password_weak");
        assertThat(withPolicy.usersWithEmail(email)).isEmpty();
        withPolicy.api().signUp(email, TestRealm.PASSWORD + "42").assertTokens(201);
    }

    @Test
    void passwordEqualToTheEmailIsWeakIfThePolicySaysSo() {
        String email = TestRealm.newEmail().replace("user-", "user-12");
        withPolicy.api().signUp(email, email).assertError(422, "auth.password_weak");
        assertThat(withPolicy.usersWithEmail(email)).isEmpty();
    }

    @PrivateApi
    @Test
    void brokenRuleOfTheProfileDoesNotRevealWhetherTheEmailIsTaken() {
        TestRealm keycloaksOwnProfile =
                TestRealm.fresh()
                        .with(
                                r ->
                                        ((ObjectNode) r.path("components"))
                                                .remove(
                                                        "org.keycloak.userprofile.UserProfileProvider"))
                        .create();
        try {
            TestUser user = keycloaksOwnProfile.user();
            for (String email : List.of(user.email(), TestRealm.newEmail())) {
                keycloaksOwnProfile
                        .api()
                        .post(
                                "/v1/auth/signup",
                                Map.of(
                                        "email",
                                        email,
                                        "password",
                                        TestRealm.PASSWORD,
                                        "display_name",
                                        "<Maria> Lopez"))
                        .assertInvalidField("display_name", "invalid");
            }
            keycloaksOwnProfile
                    .api()
                    .post(
                            "/v1/auth/signup",
                            Map.of(
                                    "email",
                                    user.email(),
                                    "password",
                                    TestRealm.PASSWORD,
                                    "display_name",
                                    "Maria Lopez"))
                    .assertError(422, "unprocessable");
        } finally {
            keycloaksOwnProfile.close();
        }
    }

    /** The template has the policy "Not Weak", which refuses these. */
    @ParameterizedTest
    @ValueSource(strings = {"password", "12345678", "aaaaaaaa", "abcdefgh", "87654321", "KeyCloak"})
    void obviousPasswordIsWeak(String password) {
        String email = TestRealm.newEmail();
        realm.api().signUp(email, password).assertError(422, "auth.password_weak");
        assertThat(realm.usersWithEmail(email)).isEmpty();
    }

    @Test
    void passwordThatIsTheLocalPartOfTheEmailIsWeak() {
        String email = TestRealm.newEmail();
        String localPart = email.substring(0, email.indexOf('@'));
        realm.api().signUp(email, localPart).assertError(422, "auth.password_weak");
        assertThat(realm.usersWithEmail(email)).isEmpty();
        realm.api().signUp(email, "Password123!").assertTokens(201);
    }

    @Test
    void membersThatBreakARuleAreAllNamed() {
        Answer answer =
                realm.api()
                        .post(
                                "/v1/auth/signup",
                                Map.of(
                                        "email", "no-email",
                                        "password", "short",
                                        "display_name", "x".repeat(201)));
        answer.assertInvalidField("email", "invalid_email")
                .assertInvalidField("password", "too_short")
                .assertInvalidField("display_name", "too_long");
    }

    @Test
    void spacesAroundTheEmailAreAnInvalidEmail() {
        realm.api()
                .signUp(" " + TestRealm.newEmail(), TestRealm.PASSWORD)
                .assertInvalidField("email", "invalid_email");
    }

    /** Keycloak's rules for the characters of user names do not concern addresses. */
    @Test
    void addressWithAnySignThatAddressesMayHaveSignsUp() {
        for (String localPart : List.of("mary.o'connor", "a&b=c~d#e/f%g", "{h}|`i`^j*k!l?$")) {
            String email = localPart + "+" + TestRealm.newEmail();
            Tokens tokens = realm.api().signUp(email, TestRealm.PASSWORD).assertTokens(201);
            JsonNode user = realm.get("/users/" + tokens.userId());
            assertThat(user.path("username").asText()).isEqualTo(email);
            assertThat(user.path("email").asText()).isEqualTo(email);
            assertThat(realm.api().login(email, TestRealm.PASSWORD).assertTokens().userId())
                    .isEqualTo(tokens.userId());
            Answer taken = realm.api().signUp(email, TestRealm.PASSWORD);
            taken.assertError(422, "unprocessable");
            assertThat(realm.usersWithEmail(email)).hasSize(1);
        }
    }

    /** As Keycloak's own profile does. */
    @Test
    void profileThatDemandsBothNamesGetsThemFromTheDisplayName() {
        String email = TestRealm.newEmail();
        Tokens tokens = signUpAs(email, "Maria Anna Müller").assertTokens(201);
        JsonNode user = named.get("/users/" + tokens.userId());
        assertThat(user.path("firstName").asText()).isEqualTo("Maria Anna");
        assertThat(user.path("lastName").asText()).isEqualTo("Müller");
        assertThat(user.at("/attributes/displayName/0").asText()).isEqualTo("Maria Anna Müller");
        named.api().login(email, TestRealm.PASSWORD).assertTokens();

        // What cannot be held is named by what the client calls it.
        signUpAs(TestRealm.newEmail(), "Maria <Anna> Müller")
                .assertInvalidField("display_name", "invalid");
    }

    @Test
    void profileThatDemandsMoreAsksForItAtTheFirstSignIn() {
        for (String name : List.of("Maria", "")) {
            String email = TestRealm.newEmail();
            Answer answer = signUpAs(email, name).assertStatus(201);
            assertThat(answer.body()).contains("VERIFY_PROFILE").doesNotContain("access_token");
            String challenge =
                    named.api()
                            .login(email, TestRealm.PASSWORD)
                            .assertActionRequired("VERIFY_PROFILE");
            named.api()
                    .action(
                            "update_profile",
                            challenge,
                            "first_name",
                            "Maria",
                            "last_name",
                            "Müller")
                    .assertTokens();
        }
    }

    @Test
    void whatIsDemandedAndNeverAskedForIsNamedByItsAttribute() {
        signUp(unasked, null).assertInvalidField("last_name", "required");
        signUp(unasked, "Maria").assertInvalidField("last_name", "required");
        signUp(unasked, "Maria Müller").assertTokens(201);
    }

    private static Answer signUpAs(String email, String displayName) {
        return named.api()
                .post(
                        "/v1/auth/signup",
                        Map.of(
                                "email",
                                email,
                                "password",
                                TestRealm.PASSWORD,
                                "display_name",
                                displayName));
    }

    private static Answer signUp(TestRealm there, String displayName) {
        return there.api()
                .post(
                        "/v1/auth/signup",
                        Map.of(
                                "email",
                                TestRealm.newEmail(),
                                "password",
                                TestRealm.PASSWORD,
                                "display_name",
                                displayName == null ? "" : displayName));
    }

    @Test
    void twentySignUpsOfOneEmailAtOnceMakeOneUser() {
        String email = TestRealm.newEmail();
        List<Answer> answers =
                Parallel.run(20, 20, i -> realm.api().signUp(email, "password-number-" + i));
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(201, 422));
        assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(a -> a.status() != 201)
                .allSatisfy(a -> a.assertError(422, "unprocessable"));
        assertThat(realm.usersWithEmail(email)).hasSize(1);
    }

    @Test
    void realmWithoutRegistrationRefuses() {
        String email = TestRealm.newEmail();
        closed.api()
                .signUp(email, TestRealm.PASSWORD)
                .assertError(403, "auth.self_registration_disabled");
        assertThat(closed.usersWithEmail(email)).isEmpty();
        TestUser user = closed.user();
        closed.api()
                .signUp(user.email(), TestRealm.PASSWORD)
                .assertError(403, "auth.self_registration_disabled");
    }
}
