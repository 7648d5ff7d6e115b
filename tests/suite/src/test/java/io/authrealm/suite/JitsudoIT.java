package io.authrealm.suite;

import static io.authrealm.suite.Jitsudo.assertError;
import static io.authrealm.suite.Jitsudo.assertInvalid;
import static io.authrealm.suite.Jitsudo.assertLimited;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dialect of JITSudo: every row of its endpoints and errors. */
class JitsudoIT {

    private static final String DOMAIN = "jitsudo-" + TestRealm.random() + ".test";
    private static final String NOTICE = "Ask the help desk on floor 2.";
    private static final String NEW = "a-new-horse-battery";

    /** More than the other tests send to one address. */
    private static final int MAILS = 5;

    private static final int LIFE_OF_A_CHALLENGE = 10;

    private static final String OIDC_PROVIDER = "partner";
    private static final String SAML_PROVIDER = "old-partner";

    private static final List<String> BACKUP_CODES =
            List.of("1029384756", "5647382910", "9182736450");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(it -> it.put("verifyEmail", true))
                    .withIdentityProvider(OIDC_PROVIDER)
                    .setting("email_domains", DOMAIN)
                    .setting("mails_per_recipient", String.valueOf(MAILS))
                    .setting("refusal_notice", NOTICE);

    /**
     * It has no app and no passkeys, its users have one session each, and a challenge is soon too
     * old.
     */
    @RegisterExtension
    static final TestRealm bare =
            TestRealm.fresh()
                    .with(JitsudoIT::addSamlProvider)
                    .setting("app_url")
                    .setting("passkeys", "false")
                    .setting("sessions_per_user", "1")
                    .setting("mfa_lifetime_seconds", String.valueOf(LIFE_OF_A_CHALLENGE));

    private static final String AGED_SECRET = Totp.newSecret();

    /** Issued before the tests, so that it ages meanwhile. */
    private static String agingChallenge;

    private static long issuedAt;

    private static Jitsudo client;
    private static Jitsudo root;
    private static Jitsudo admin;

    @BeforeAll
    static void rootKnowsTheRealm() {
        client = Jitsudo.of(realm);
        root = Jitsudo.atRoot(realm);
        admin = client.as(realm.admin("manage-users"));
        agingChallenge =
                Jitsudo.challenge(Jitsudo.of(bare).login(bare.userWithTotp(AGED_SECRET)), "totp");
        issuedAt = System.nanoTime();
        realm.awaitAtRoot();
    }

    private static void addSamlProvider(ObjectNode realm) {
        realm.putArray("identityProviders")
                .addObject()
                .put("alias", SAML_PROVIDER)
                .put("providerId", "saml")
                .put("enabled", true)
                .putObject("config")
                .put("entityId", "https://idp.example.test")
                .put("singleSignOnServiceUrl", "https://idp.example.test/saml");
    }

    private static TestUser unverified(Consumer<ObjectNode> change) {
        return realm.user(
                user -> {
                    user.put("emailVerified", false);
                    change.accept(user);
                });
    }

    private static TestUser userWith(String... actions) {
        return realm.user(u -> List.of(actions).forEach(u.putArray("requiredActions")::add));
    }

    private static TestUser toEnrol() {
        return userWith("CONFIGURE_TOTP");
    }

    private static String secret(Answer answer) {
        return Totp.fromBase32(answer.text("secret"));
    }

    private static void assertWrongPassword(Answer answer) {
        assertError(answer, 401, "invalid_credentials");
        assertThat(Jitsudo.names(answer.json())).containsExactly("code", "message");
        assertThat(answer.header("Retry-After")).isNull();
    }

    private static void assertNotice(Answer answer) {
        assertThat(answer.json().path("notices"))
                .extracting(JsonNode::asText)
                .containsExactly(NOTICE);
    }

    // Login

    @Test
    void passwordSignsInWithOneToken() {
        TestUser user = realm.user();
        Answer answer =
                client.login("  " + user.email().toUpperCase(Locale.ROOT) + " ", user.password());
        String token = Jitsudo.loggedIn(answer);
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(Jwt.payload(token).path("tenant_id").asText()).isEqualTo(client.tenantId());
        assertThat(client.with(token).get("/users/me/profile").assertStatus(200).text("id"))
                .isEqualTo(user.id());
        // It is the token of a session that the other dialects know.
        Api qeet = realm.api().bearer(token);
        qeet.get("/v1/me").assertStatus(200);
        assertThat(realm.sessionIds(user)).hasSize(1);
        qeet.post("/v1/auth/logout").assertStatus(200);
        assertError(client.with(token).get("/users/me/profile"), 401, "unauthenticated");
    }

    @Test
    void logoutEndsTheSession() {
        TestUser user = realm.user();
        String token = client.token(user);
        Jitsudo own = client.with(token);
        assertError(client.api().bearer(token).post("/v1/auth/logout"), 400, "tenant_required");
        assertThat(own.postNothing("/auth/logout").assertStatus(204).body()).isEmpty();
        own.postNothing("/auth/logout").assertStatus(204);
        assertThat(realm.sessionIds(user)).isEmpty();
        assertError(own.get("/users/me/profile"), 401, "unauthenticated");
        assertError(client.postNothing("/auth/logout"), 401, "unauthenticated");
    }

    @Test
    void refusedLoginsLookTheSame() {
        TestUser user = realm.user();
        TestUser disabled = realm.user();
        realm.disable(disabled);
        TestUser locked = realm.user();
        for (int i = 0; i < 6; i++) {
            assertWrongPassword(client.login(locked.email(), "wrong-horse"));
        }
        for (Answer answer :
                List.of(
                        client.login(user.email(), "wrong-horse"),
                        client.login(TestRealm.newEmail(), "wrong-horse"),
                        client.login(disabled),
                        client.login(disabled.email(), "wrong-horse"),
                        client.login(locked),
                        root.login(user.email(), "wrong-horse"),
                        root.login("nobody@" + DOMAIN, "wrong-horse"),
                        root.login(TestRealm.newEmail(), "wrong-horse"))) {
            assertWrongPassword(answer);
        }
        // The lock is that of the account, whatever the dialect.
        realm.api()
                .login(locked.email(), locked.password())
                .assertError(429, "auth.account_locked");
        Jitsudo.loggedIn(client.login(user));
    }

    @Test
    void malformedLoginsNameTheMember() {
        assertInvalid(client.post("/auth/login", "password", "p"), "email");
        assertInvalid(client.login("no address", "p"), "email");
        assertInvalid(client.login("a@" + "b".repeat(260) + ".test", "p"), "email");
        assertInvalid(client.post("/auth/login", "email", "a@b.test"), "password");
        assertInvalid(client.login("a@b.test", ""), "password");
        assertInvalid(client.login("a@b.test", "p".repeat(1025)), "password");
        assertInvalid(
                client.post(
                        "/auth/login",
                        "email",
                        "a@b.test",
                        "password",
                        "p",
                        "tenant_slug",
                        "s".repeat(256)),
                "tenant_slug");
        for (String body :
                List.of("", "[]", "{", "null", "{\"email\":7,\"password\":\"p\"}", "{} {}")) {
            assertError(client.api().post("/v1/auth/login", body), 400, "invalid_request");
        }
        Answer form =
                client.api()
                        .send(
                                "POST",
                                "/v1/auth/login",
                                "application/x-www-form-urlencoded",
                                bytes("email=a"));
        assertError(form, 400, "invalid_request");
        TestUser user = realm.user();
        Jitsudo.loggedIn(
                client.post(
                        "/auth/login",
                        "email",
                        user.email(),
                        "password",
                        user.password(),
                        "unknown",
                        List.of(1)));
    }

    @Test
    void unverifiedAddressIsToldOnlyWithTheRightPassword() {
        String secret = Totp.newSecret();
        for (TestUser user :
                List.of(
                        unverified(u -> {}),
                        unverified(u -> SecondFactors.addTotp(u, secret)),
                        unverified(u -> u.putArray("requiredActions").add("CONFIGURE_TOTP")),
                        userWith("VERIFY_EMAIL"))) {
            Answer answer = assertError(client.login(user), 403, "email_not_verified");
            assertThat(Jitsudo.names(answer.json())).containsExactly("code", "message", "notices");
            assertNotice(answer);
            assertWrongPassword(client.login(user.email(), "wrong-horse"));
            assertThat(realm.sessionIds(user)).isEmpty();
        }
    }

    @Test
    void otherDemandsAreNamed() {
        TestUser user = userWith("UPDATE_PASSWORD", "TERMS_AND_CONDITIONS");
        Answer answer = assertError(client.login(user), 403, "action_required");
        assertThat(answer.json().at("/details/actions"))
                .extracting(JsonNode::asText)
                .contains("UPDATE_PASSWORD");
        assertNotice(answer);
        assertWrongPassword(client.login(user.email(), "wrong-horse"));

        String secret = Totp.newSecret();
        TestUser withApp =
                realm.user(
                        u -> {
                            SecondFactors.addTotp(u, secret);
                            u.putArray("requiredActions").add("UPDATE_PASSWORD");
                        });
        String challenge = Jitsudo.challenge(client.login(withApp), "totp");
        Answer answered =
                assertError(client.code(challenge, Totp.codeNow(secret)), 403, "action_required");
        assertThat(answered.text("details.actions.0")).isEqualTo("UPDATE_PASSWORD");
        assertNotice(answered);
        assertThat(realm.sessionIds(withApp)).isEmpty();
    }

    // Tenants

    @Test
    void slugHeaderAndDomainNameTheTenant() {
        TestUser user =
                realm.user("ada-" + TestRealm.random() + "@" + DOMAIN, TestRealm.PASSWORD, u -> {});
        TestUser elsewhere = realm.user();
        Jitsudo.loggedIn(root.login(user));
        Jitsudo.loggedIn(withSlug(root, elsewhere, realm.name().toUpperCase(Locale.ROOT)));
        Jitsudo.loggedIn(withSlug(client, elsewhere, realm.name()));
        Jitsudo named = new Jitsudo(root.api().with(Jitsudo.TENANT_HEADER, root.tenantId()), "");
        Jitsudo.loggedIn(named.login(elsewhere));
        Jitsudo.loggedIn(withSlug(named, elsewhere, realm.name()));

        assertWrongPassword(withSlug(root, user, "no-such-tenant"));
        assertWrongPassword(withSlug(root, user, "master"));
        assertWrongPassword(withSlug(client, user, "no-such-tenant"));
        assertWrongPassword(withSlug(named, elsewhere, "no-such-tenant"));
        Api toNobody = root.api().with(Jitsudo.TENANT_HEADER, UUID.randomUUID().toString());
        assertWrongPassword(new Jitsudo(toNobody, "").login(user));
    }

    private static Answer withSlug(Jitsudo at, TestUser user, String slug) {
        return at.post(
                "/auth/login",
                "email",
                user.email(),
                "password",
                user.password(),
                "tenant_slug",
                slug);
    }

    @Test
    void providersOfATenant() {
        for (Answer answer :
                List.of(
                        root.get("/auth/providers?domain=" + DOMAIN.toUpperCase(Locale.ROOT)),
                        root.get("/auth/providers?slug=" + realm.name()),
                        root.get("/auth/providers?domain=none.test&slug=" + realm.name()),
                        client.get("/auth/providers?domain=" + DOMAIN),
                        client.get("/auth/providers?slug=" + realm.name()))) {
            JsonNode json = answer.assertStatus(200).json();
            assertThat(Jitsudo.names(json)).containsExactly("methods", "tenant_id");
            assertThat(json.path("tenant_id").asText()).isEqualTo(client.tenantId());
            assertThat(json.path("methods"))
                    .extracting(JsonNode::asText)
                    .containsExactly("local", "oidc");
        }
        assertThat(
                        Jitsudo.of(bare)
                                .get("/auth/providers?slug=" + bare.name())
                                .assertStatus(200)
                                .json()
                                .path("methods"))
                .extracting(JsonNode::asText)
                .containsExactly("local", "saml");
        assertError(root.get("/auth/providers?domain=none.test"), 404, "not_found");
        assertError(root.get("/auth/providers?slug=none"), 404, "not_found");
        assertError(client.get("/auth/providers?slug=none"), 404, "not_found");
        assertInvalid(root.get("/auth/providers"), "domain");
        assertInvalid(root.get("/auth/providers?domain=&slug="), "domain");
        assertInvalid(root.get("/auth/providers?slug=" + "s".repeat(300)), "slug");
    }

    @Test
    void everyAuthenticatedRequestNamesTheTenantOfItsToken() {
        TestUser user = realm.user();
        String token = client.token(user);
        String adminToken = client.token(realm.admin("manage-users"));
        String other = UUID.randomUUID().toString();
        for (Jitsudo at : List.of(client, root)) {
            Api api = at.api();
            assertError(api.get("/v1/users/me/profile"), 401, "unauthenticated");
            assertError(
                    api.bearer("nonsense")
                            .with(Jitsudo.TENANT_HEADER, at.tenantId())
                            .get("/v1/users/me/profile"),
                    401,
                    "unauthenticated");
            assertError(api.bearer(token).get("/v1/users/me/profile"), 400, "tenant_required");
            assertError(
                    api.bearer(token).with(Jitsudo.TENANT_HEADER, other).get("/v1/users/me/mfa"),
                    403,
                    "tenant_mismatch");
            assertError(
                    api.bearer(adminToken)
                            .with(Jitsudo.TENANT_HEADER, other)
                            .post("/v1/users", Map.of()),
                    403,
                    "tenant_mismatch");
            assertError(
                    api.bearer(adminToken).post("/v1/users/" + user.id() + "/resend-invite"),
                    400,
                    "tenant_required");
            at.with(token).get("/users/me/profile").assertStatus(200);
        }
    }

    // Second factors on the way in

    @Test
    void codeOfAnAppEndsTheSignIn() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String challenge = Jitsudo.challenge(client.login(user), "totp");
        assertThat(realm.sessionIds(user)).isEmpty();
        assertError(client.code(challenge, Totp.wrongCode(secret)), 401, "invalid_mfa_code");
        assertError(
                client.post(
                        "/auth/mfa/challenge",
                        "challenge_id",
                        challenge,
                        "code",
                        BACKUP_CODES.get(0),
                        "method",
                        "backup_code"),
                401,
                "invalid_mfa_code");
        String code = Totp.codeNow(secret);
        String token =
                Jitsudo.answered(
                        client.code(challenge, code.substring(0, 3) + " " + code.substring(3)));
        assertThat(Jwt.payload(token).path("sub").asText()).isEqualTo(user.id());
        assertError(client.code(challenge, Totp.codeAfter(secret)), 401, "challenge_expired");
        // A code counts once.
        String next = Jitsudo.challenge(client.login(user), "totp");
        assertError(client.code(next, code), 401, "invalid_mfa_code");
    }

    @Test
    void challengesAreCheckedBeforeTheirAnswers() {
        assertInvalid(client.code("no-uuid", "123456"), "challenge_id");
        assertInvalid(client.post("/auth/mfa/challenge", "code", "123456"), "challenge_id");
        String unknown = UUID.randomUUID().toString();
        assertInvalid(client.post("/auth/mfa/challenge", "challenge_id", unknown), "code");
        assertInvalid(client.code(unknown, "1".repeat(65)), "code");
        assertInvalid(
                client.post(
                        "/auth/mfa/challenge",
                        "challenge_id",
                        unknown,
                        "code",
                        "1",
                        "method",
                        "fax"),
                "method");
        for (Jitsudo at : List.of(client, root)) {
            assertError(at.code(unknown, "123456"), 401, "challenge_expired");
            assertError(at.enroll(unknown, "generate", null), 401, "challenge_expired");
            assertError(
                    at.post("/auth/mfa/webauthn/begin", "challenge_id", unknown),
                    401,
                    "challenge_expired");
        }
    }

    @Test
    void wrongCodesLockTheFactorAndNotTheChallengeAlone() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String challenge = Jitsudo.challenge(client.login(user), "totp");
        for (int i = 0; i < 5; i++) {
            assertError(client.code(challenge, Totp.wrongCode(secret)), 401, "invalid_mfa_code");
        }
        assertError(client.code(challenge, Totp.codeNow(secret)), 401, "challenge_expired");
        String next = Jitsudo.challenge(client.login(user), "totp");
        Answer limited = assertLimited(client.code(next, Totp.codeNow(secret)));
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(600, 900);
        assertLimited(client.code(next, Totp.wrongCode(secret)));
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void challengeThatIsTooOldIsAnsweredNoMore() {
        Jitsudo at = Jitsudo.of(bare);
        Await.until(
                "the challenge is too old",
                Duration.ofSeconds(LIFE_OF_A_CHALLENGE + 5),
                () ->
                        System.nanoTime() - issuedAt
                                > Duration.ofSeconds(LIFE_OF_A_CHALLENGE + 1).toNanos());
        assertError(at.code(agingChallenge, Totp.codeNow(AGED_SECRET)), 401, "challenge_expired");
        assertError(
                at.post("/auth/mfa/webauthn/begin", "challenge_id", agingChallenge),
                401,
                "challenge_expired");
        assertError(at.enroll(agingChallenge, "generate", null), 401, "challenge_expired");
    }

    @Test
    void backupCodeStandsInForTheApp() {
        TestUser user =
                realm.user(
                        u -> {
                            SecondFactors.addTotp(u, Totp.newSecret());
                            SecondFactors.addRecoveryCodes(u, BACKUP_CODES);
                        });
        // It is no method of its own.
        String challenge = Jitsudo.challenge(client.login(user), "totp");
        Jitsudo.answered(client.code(challenge, BACKUP_CODES.get(0)));
        String next = Jitsudo.challenge(client.login(user), "totp");
        assertError(client.code(next, BACKUP_CODES.get(0)), 401, "invalid_mfa_code");
        Jitsudo.answered(
                client.post(
                        "/auth/mfa/challenge",
                        "challenge_id",
                        next,
                        "code",
                        BACKUP_CODES.get(1),
                        "method",
                        "backup_code"));
    }

    /** After the last one Keycloak wants the user to make others. */
    @Test
    void spentBackupCodesAreReplacedThroughTheChallenge() {
        String secret = Totp.newSecret();
        TestUser user =
                realm.user(
                        u -> {
                            SecondFactors.addTotp(u, secret);
                            SecondFactors.addRecoveryCodes(u, BACKUP_CODES.subList(0, 1));
                        });
        String challenge = Jitsudo.challenge(client.login(user), "totp");
        assertEnrolmentDue(client.code(challenge, BACKUP_CODES.get(0)));
        // A user who gives up here is asked again.
        String next = Jitsudo.challenge(client.login(user), "totp");
        String waiting = assertEnrolmentDue(client.code(next, Totp.codeNow(secret)));
        assertThat(assertEnrolmentDue(client.code(waiting, "123456"))).isEqualTo(waiting);
        assertError(client.enroll(waiting, "verify", "123456"), 403, "forbidden");
        assertThat(realm.sessionIds(user)).isEmpty();

        List<Answer> made = Parallel.run(4, 4, i -> client.enroll(waiting, "generate", null));
        assertThat(made)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(3)
                .allSatisfy(answer -> assertError(answer, 401, "challenge_expired"));
        Answer only =
                made.stream().filter(answer -> answer.status() == 200).findAny().orElseThrow();
        assertThat(only.json().path("secret").isNull()).isTrue();
        assertThat(only.json().path("backup_codes")).hasSize(10);
        assertThat(client.with(only.text("token")).factors()).hasSize(1);
        String again = Jitsudo.challenge(client.login(user), "totp");
        Jitsudo.answered(client.code(again, only.text("backup_codes.0")));
    }

    private static String assertEnrolmentDue(Answer answer) {
        JsonNode json = answer.assertStatus(200).json();
        assertThat(json.path("enrollment_required").asBoolean()).as("%s", answer).isTrue();
        assertThat(json.path("token").isNull()).as("%s", answer).isTrue();
        return json.path("challenge_id").asText();
    }

    @Test
    void backupCodesThatAnAdminOrdersAreMadeThroughTheChallenge() {
        TestUser user = userWith("CONFIGURE_RECOVERY_AUTHN_CODES");
        String challenge = Jitsudo.enrolment(client.login(user));
        Answer made = client.enroll(challenge, "generate", null).assertStatus(200);
        assertThat(made.json().path("backup_codes")).hasSize(10);
        client.with(made.text("token")).get("/users/me/profile").assertStatus(200);

        TestUser withMoreToDo = userWith("CONFIGURE_RECOVERY_AUTHN_CODES", "UPDATE_PASSWORD");
        assertError(client.login(withMoreToDo), 403, "action_required");
    }

    @Test
    void demandedFactorIsSetUpThroughTheChallenge() {
        TestUser user = toEnrol();
        String challenge = Jitsudo.enrolment(client.login(user));
        assertThat(assertEnrolmentDue(client.code(challenge, "123456"))).isEqualTo(challenge);

        assertInvalid(client.enroll(challenge, "verify", "123456"), "action");
        Answer generated = client.enroll(challenge, "generate", null).assertStatus(200);
        assertThat(Jitsudo.names(generated.json()))
                .containsExactlyInAnyOrder(
                        "secret", "qr_uri", "token", "expires_at", "backup_codes");
        assertThat(generated.text("qr_uri")).startsWith("otpauth://totp/");
        String secret = secret(generated);
        assertThat(secret(client.enroll(challenge, "generate", null))).isEqualTo(secret);
        assertThat(realm.credentials(user, "otp")).isEmpty();

        assertInvalid(client.enroll(challenge, "verify", null), "code");
        assertInvalid(client.enroll(challenge, "guess", "123456"), "action");
        assertInvalid(client.enroll(challenge, null, "123456"), "action");
        assertInvalid(client.enroll("no-uuid", "generate", null), "challenge_id");
        assertError(
                client.enroll(challenge, "verify", Totp.wrongCode(secret)), 400, "invalid_code");
        Answer verified =
                client.enroll(challenge, "verify", Totp.codeNow(secret)).assertStatus(200);
        assertThat(verified.json().path("backup_codes")).hasSize(10);
        assertThat(verified.json().path("secret").isNull()).isTrue();
        String token = verified.text("token");
        assertThat(client.with(token).factors()).hasSize(1);

        assertError(client.enroll(challenge, "generate", null), 401, "challenge_expired");
        String backup = verified.text("backup_codes.0");
        Jitsudo.answered(client.code(Jitsudo.challenge(client.login(user), "totp"), backup));
    }

    @Test
    void passwordAloneReplacesNoFactor() {
        TestUser user = realm.userWithTotp(Totp.newSecret());
        String challenge = Jitsudo.challenge(client.login(user), "totp");
        assertError(client.enroll(challenge, "generate", null), 403, "forbidden");
        assertError(client.enroll(challenge, "verify", "123456"), 403, "forbidden");
    }

    // Keys

    @Test
    void keyIsRegisteredAndSignsIn() {
        TestUser user = realm.user();
        SoftKey key = SoftKey.at(realm);
        Jitsudo own = client.as(user);
        JsonNode codes = own.register(key, "webauthn_fido", "my key").assertStatus(200).json();
        assertThat(Jitsudo.names(codes)).containsExactly("codes", "remaining");
        assertThat(codes.path("codes")).hasSize(10);
        assertThat(codes.path("remaining").asInt()).isEqualTo(10);
        JsonNode listed = own.factors().get(0);
        assertThat(own.factors()).hasSize(1);
        assertThat(listed.path("method_type").asText()).isEqualTo("webauthn_fido");
        assertThat(listed.path("device_name").asText()).isEqualTo("my key");
        assertThat(listed.path("last_used_at").isNull()).isTrue();

        String challenge = Jitsudo.challenge(client.login(user), "webauthn_fido");
        SoftKey lying = key.copy().origin("https://evil.example.test");
        assertError(complete(challenge, lying.get(begin(challenge))), 401, "invalid_credentials");
        assertError(complete(challenge, Map.of("id", "x")), 401, "invalid_credentials");
        assertInvalid(complete(challenge, null), "credential");
        Map<String, Object> signed = key.get(begin(challenge));
        Jitsudo.answered(complete(challenge, signed));
        assertError(complete(challenge, signed), 401, "challenge_expired");
        assertThat(own.factors().get(0).path("last_used_at").isNull()).isFalse();
        // The codes that came with it are good.
        String next = Jitsudo.challenge(client.login(user), "webauthn_fido");
        Jitsudo.answered(client.code(next, codes.path("codes").path(0).asText()));
    }

    private static JsonNode begin(String challenge) {
        return Jitsudo.options(client.post("/auth/mfa/webauthn/begin", "challenge_id", challenge));
    }

    private static Answer complete(String challenge, Object credential) {
        return client.post(
                "/auth/mfa/webauthn/complete", "challenge_id", challenge, "credential", credential);
    }

    @Test
    void challengeWithoutAKeyHasNothingToBegin() {
        String challenge =
                Jitsudo.challenge(client.login(realm.userWithTotp(Totp.newSecret())), "totp");
        assertError(
                client.post("/auth/mfa/webauthn/begin", "challenge_id", challenge),
                401,
                "challenge_expired");
    }

    @Test
    void registrationsAreBoundToTheirSession() {
        TestUser user = realm.user();
        Jitsudo own = client.as(user);
        SoftKey key = SoftKey.at(realm);
        String path = "/users/me/mfa/webauthn/register";
        ObjectNode options = Jitsudo.options(own.postNothing(path));
        Map<String, Object> made = key.create(options);
        Map<String, Object> invalid = new HashMap<>(made);
        invalid.put("type", "password");
        assertInvalid(own.post(path + "/complete", "credential", invalid), "credential");
        assertInvalid(own.post(path + "/complete", "device_name", "key"), "credential");
        assertInvalid(
                own.post(path + "/complete", "credential", made, "device_name", "n".repeat(101)),
                "device_name");
        assertInvalid(own.postNothing(path + "?method_type=fax"), "method_type");
        assertError(client.as(user).post(path + "/complete", "credential", made), 404, "not_found");
        // Another session has used it up.
        assertError(own.post(path + "/complete", "credential", made), 404, "not_found");
        assertError(
                own.post(
                        path + "/complete",
                        "credential",
                        key.create(options.put("challenge", SoftKey.base64Url(new byte[32])))),
                404,
                "not_found");
        Answer registered = own.register(key, "passkey", null).assertStatus(200);
        assertThat(registered.json().path("codes")).hasSize(10);

        // The flow asks no passkey after a password, so a backup code opens the way to more
        // changes.
        String code = registered.text("codes.0");
        Jitsudo proved =
                client.with(
                        Jitsudo.answered(client.code(Jitsudo.challenge(client.login(user)), code)));
        assertError(proved.register(key, "passkey", null), 409, "already_enrolled");
        Answer second = proved.register(SoftKey.at(realm), "webauthn_fido", null);
        assertThat(second.assertStatus(200).json().path("codes")).isEmpty();
        assertThat(second.json().path("remaining").asInt()).isEqualTo(9);
        assertThat(own.factors())
                .extracting(factor -> factor.path("method_type").asText())
                .containsExactlyInAnyOrder("webauthn_passkey", "webauthn_fido");
    }

    @Test
    void passkeysThatARealmHasSwitchedOffAreRefused() {
        Jitsudo own = Jitsudo.of(bare).as(bare.user());
        String path = "/users/me/mfa/webauthn/register";
        assertError(own.postNothing(path), 403, "forbidden");
        Jitsudo.options(own.postNothing(path + "?method_type=fido"));
    }

    @Test
    void appThatWasSetUpMeanwhileStays() {
        TestUser user = realm.user();
        Jitsudo own = client.as(user);
        String secret = secret(own.postNothing("/users/me/mfa/totp").assertStatus(201));
        List<Answer> answers =
                Parallel.run(
                        4,
                        4,
                        i -> own.post("/users/me/mfa/totp/verify", "code", Totp.codeNow(secret)));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertError(answer, 409, "already_enrolled"));
        assertThat(realm.credentials(user, "otp")).hasSize(1);
    }

    @Test
    void invitationNeedsAnAppThatItsLinkLeadsTo() {
        Jitsudo ofAdmin = Jitsudo.of(bare).as(bare.admin("manage-users"));
        TestUser invited = bare.user(user -> user.put("emailVerified", false));
        assertError(
                ofAdmin.postNothing("/users/" + invited.id() + "/resend-invite"),
                501,
                "not_implemented");
    }

    @Test
    void oneSessionMoreThanTheRealmAllowsIsRefused() {
        TestUser user = bare.user();
        Jitsudo at = Jitsudo.of(bare);
        Jitsudo own = at.as(user);
        assertError(at.login(user), 403, "forbidden");
        assertWrongPassword(at.login(user.email(), "wrong-horse"));
        own.postNothing("/auth/logout").assertStatus(204);
        Jitsudo.loggedIn(at.login(user));
    }

    @Test
    void factorWithoutANameInTheDialectNeedsABrowser() {
        TestUser user =
                realm.user(
                        u ->
                                SecondFactors.addCodeTo(
                                        u, OtpFactors.Channel.EMAIL, u.path("email").asText()));
        Answer answer = assertError(client.login(user), 403, "browser_required");
        assertNotice(answer);
        assertWrongPassword(client.login(user.email(), "wrong-horse"));
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    // The user's own account

    @Test
    void appIsSetUpByTheUser() {
        TestUser user = realm.user();
        Jitsudo earlier = client.as(user);
        Jitsudo own = client.as(user);
        assertThat(own.factors()).isEmpty();
        assertError(own.postNothing("/users/me/mfa/backup-codes"), 409, "conflict");
        assertError(own.post("/users/me/mfa/totp/verify", "code", "123456"), 404, "not_found");
        Answer started = own.postNothing("/users/me/mfa/totp").assertStatus(201);
        assertThat(Jitsudo.names(started.json())).containsExactly("id", "qr_uri", "secret");
        String secret = secret(started);
        assertInvalid(own.post("/users/me/mfa/totp/verify"), "code");
        assertError(
                own.post("/users/me/mfa/totp/verify", "code", Totp.wrongCode(secret)),
                400,
                "invalid_code");
        JsonNode codes =
                own.post("/users/me/mfa/totp/verify", "code", Totp.codeNow(secret))
                        .assertStatus(200)
                        .json();
        assertThat(codes.path("codes")).hasSize(10);
        assertThat(codes.path("remaining").asInt()).isEqualTo(10);

        JsonNode listed = own.factors().get(0);
        assertThat(Jitsudo.names(listed))
                .containsExactlyInAnyOrder(
                        "id",
                        "method_type",
                        "device_name",
                        "verified",
                        "created_at",
                        "last_used_at");
        assertThat(listed.path("id").asText()).isEqualTo(started.text("id"));
        assertThat(listed.path("method_type").asText()).isEqualTo("totp");
        assertThat(listed.path("verified").asBoolean()).isTrue();
        assertThat(own.factors()).hasSize(1);
        assertError(own.postNothing("/users/me/mfa/totp"), 409, "already_enrolled");

        JsonNode others = own.postNothing("/users/me/mfa/backup-codes").assertStatus(200).json();
        assertThat(others.path("codes"))
                .hasSize(10)
                .doesNotContainAnyElementsOf(codes.path("codes"));
        String challenge = Jitsudo.challenge(client.login(user), "totp");
        assertError(
                client.code(challenge, codes.path("codes").path(0).asText()),
                401,
                "invalid_mfa_code");
        Jitsudo.answered(client.code(challenge, others.path("codes").path(0).asText()));

        // A session in which no factor was proved changes none.
        assertError(earlier.postNothing("/users/me/mfa/backup-codes"), 403, "step_up_required");
        assertError(
                earlier.postNothing("/users/me/mfa/webauthn/register"), 403, "step_up_required");
    }

    @Test
    void profileHasTheMembersOfTheContract() {
        TestUser user = realm.user(u -> u.put("firstName", "Ada").put("lastName", "Lovelace"));
        JsonNode profile = client.as(user).get("/users/me/profile").assertStatus(200).json();
        assertThat(Jitsudo.names(profile))
                .containsExactlyInAnyOrder(
                        "id",
                        "email",
                        "name",
                        "auth_provider",
                        "first_name",
                        "last_name",
                        "display_name",
                        "avatar_base64");
        assertThat(profile.path("email").asText()).isEqualTo(user.email());
        assertThat(profile.path("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(profile.path("first_name").asText()).isEqualTo("Ada");
        assertThat(profile.path("auth_provider").asText()).isEqualTo("local");
        assertThat(profile.path("avatar_base64").isNull()).isTrue();

        TestUser nameless = realm.user();
        assertThat(client.as(nameless).get("/users/me/profile").text("name"))
                .isEqualTo(nameless.email());
    }

    @Test
    void profileSaysByWhatTheUserSignsIn() {
        Map<String, TestRealm> providers = Map.of(OIDC_PROVIDER, realm, SAML_PROVIDER, bare);
        Map<String, String> names = Map.of(OIDC_PROVIDER, "oidc", SAML_PROVIDER, "saml");
        providers.forEach(
                (alias, of) -> {
                    TestUser user = of.user();
                    Jitsudo own = Jitsudo.of(of).as(user);
                    of.admin()
                            .create(
                                    of.path("/users/" + user.id() + "/federated-identity/" + alias),
                                    Map.of("userId", "there", "userName", user.email()));
                    // A user who also has a password needs no provider.
                    assertThat(authProvider(own)).isEqualTo("local");
                    of.removePassword(user);
                    assertThat(authProvider(own)).isEqualTo(names.get(alias));
                    of.admin()
                            .delete(
                                    of.path(
                                            "/users/"
                                                    + user.id()
                                                    + "/federated-identity/"
                                                    + alias));
                    assertThat(authProvider(own)).isEqualTo("local");
                });
    }

    private static String authProvider(Jitsudo own) {
        return own.get("/users/me/profile").assertStatus(200).text("auth_provider");
    }

    /** The dialect has the picture itself, and not the address of one. */
    @Test
    void pictureIsThatOfTheProfile() {
        String picture = "data:image/png;base64," + "iVBORw0KGgo=".repeat(1_000);
        assertThat(pictureOf(picture).asText()).isEqualTo(picture);
        assertThat(pictureOf("https://pictures.example.test/ada.png").isNull()).isTrue();
    }

    private static JsonNode pictureOf(String stored) {
        TestUser user =
                realm.user(u -> u.putObject("attributes").putArray("avatarUrl").add(stored));
        return client.as(user)
                .get("/users/me/profile")
                .assertStatus(200)
                .json()
                .path("avatar_base64");
    }

    @Test
    void passwordIsChanged() {
        TestUser user = realm.user();
        Jitsudo own = client.as(user);
        Jitsudo elsewhere = client.as(user);
        assertError(change(own, "wrong-horse", NEW), 400, "wrong_password");
        Answer weak = assertError(change(own, user.password(), "short"), 400, "weak_password");
        assertThat(weak.text("details.policy.0")).isEqualTo("too_short");
        assertInvalid(change(own, user.password(), null), "new_password");
        assertInvalid(change(own, null, NEW), "current_password");
        Answer changed = change(own, user.password(), NEW).assertStatus(204);
        assertThat(changed.body()).isEmpty();
        own.get("/users/me/profile").assertStatus(200);
        assertError(elsewhere.get("/users/me/profile"), 401, "unauthenticated");
        assertWrongPassword(client.login(user));
        Jitsudo.loggedIn(client.login(user.email(), NEW));

        TestUser withoutPassword = realm.user(TestRealm.newEmail(), null, u -> {});
        Tokens byLink =
                realm.api()
                        .consumeMagicLink(mailbox.magicLink(realm, withoutPassword))
                        .assertTokens();
        assertError(change(client.with(byLink.access()), "any-horse", NEW), 403, "forbidden");
    }

    private static Answer change(Jitsudo own, String current, String replacement) {
        return own.post(
                "/users/me/password", "current_password", current, "new_password", replacement);
    }

    // Mailed links

    @Test
    void forgottenPasswordIsReset() {
        TestUser user = realm.user();
        Answer known = client.post("/auth/request-password-reset", "email", user.email());
        Answer unknown = client.post("/auth/request-password-reset", "email", TestRealm.newEmail());
        assertThat(known.assertStatus(202).json()).isEqualTo(unknown.assertStatus(202).json());
        assertThat(known.text("message")).isNotBlank();
        assertInvalid(client.post("/auth/request-password-reset"), "email");
        assertInvalid(client.post("/auth/request-password-reset", "email", "none"), "email");

        String token = mailbox.await(user.email(), 1).token();
        assertError(reset(token, "short"), 400, "weak_password");
        assertInvalid(reset(token, null), "new_password");
        assertInvalid(reset(null, NEW), "token");
        assertError(reset("A".repeat(43), NEW), 400, "invalid_token");
        assertThat(reset(token, NEW).assertStatus(200).text("message")).isNotBlank();
        assertError(reset(token, NEW), 400, "invalid_token");
        assertWrongPassword(client.login(user));
        Jitsudo.loggedIn(root.login(user.email(), NEW));
    }

    private static Answer reset(String token, String password) {
        return client.post("/auth/reset-password", "token", token, "new_password", password);
    }

    private static Answer verify(String token) {
        return client.post("/auth/verify-email", "token", token);
    }

    // Users

    private static Answer create(String email, Object... more) {
        Object[] members = new Object[4 + more.length];
        members[0] = "email";
        members[1] = email;
        members[2] = "name";
        members[3] = "Ada Lovelace";
        System.arraycopy(more, 0, members, 4, more.length);
        return admin.post("/users", members);
    }

    @Test
    void invitedUserProvesTheAddressAndKeepsThePassword() {
        String email = TestRealm.newEmail();
        JsonNode created =
                create(email, "password", NEW, "roles", List.of("user"), "auth_provider", "local")
                        .assertStatus(201)
                        .json();
        assertThat(created.path("email").asText()).isEqualTo(email);
        assertThat(created.path("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(created.path("is_owner").asBoolean(true)).isFalse();
        assertThat(created.path("avatar_base64").isNull()).isTrue();
        assertThat(created.path("email_verified").asBoolean(true)).isFalse();
        String id = created.path("id").asText();
        assertError(client.login(email, NEW), 403, "email_not_verified");

        String first = mailbox.await(email, 1).token();
        assertThat(mailbox.of(email).get(0).text()).contains("/verify-email?token=");
        Answer resent = admin.postNothing("/users/" + id + "/resend-invite");
        assertThat(resent.assertStatus(200).text("message")).isNotBlank();
        String second = mailbox.await(email, 2).token();
        assertError(verify(first), 400, "invalid_token");
        JsonNode verified = verify(second).assertStatus(200).json();
        assertThat(Jitsudo.names(verified)).containsExactly("email", "message");
        assertThat(verified.path("email").asText()).isEqualTo(email);
        assertError(verify(second), 400, "invalid_token");
        assertError(verify("B".repeat(43)), 400, "invalid_token");
        assertInvalid(client.post("/auth/verify-email"), "token");
        Jitsudo.loggedIn(client.login(email, NEW));
        assertError(admin.postNothing("/users/" + id + "/resend-invite"), 409, "already_verified");
        assertThat(realm.adminEvents("users/" + id + "*")).isNotEmpty();
    }

    @Test
    void invitationsToOneAddressAreLimited() {
        TestUser user = unverified(u -> {});
        String path = "/users/" + user.id() + "/resend-invite";
        for (int i = 0; i < MAILS; i++) {
            admin.postNothing(path).assertStatus(200);
        }
        assertLimited(admin.postNothing(path));
    }

    /** Somebody else may have signed up with the address. */
    @Test
    void passwordThatNoAdminHasChosenEndsWhenTheAddressIsProved() {
        TestUser user = unverified(u -> {});
        admin.postNothing("/users/" + user.id() + "/resend-invite").assertStatus(200);
        verify(mailbox.await(user.email(), 1).token()).assertStatus(200);
        assertWrongPassword(client.login(user));
        assertThat(realm.credentials(user, "password")).isEmpty();
    }

    @Test
    void usersOfIdentityProvidersGetNoPasswordAndNoMail() {
        String email = TestRealm.newEmail();
        assertInvalid(create(email, "password", NEW, "auth_provider", "oidc"), "password");
        JsonNode created = create(email, "auth_provider", "saml").assertStatus(201).json();
        assertThat(created.path("auth_provider").asText()).isEqualTo("saml");
        String later = TestRealm.newEmail();
        create(later, "password", NEW).assertStatus(201);
        mailbox.await(later, 1);
        assertThat(mailbox.of(email)).isEmpty();
    }

    @Test
    void newUsersKeepToTheirRules() {
        TestUser taken = realm.user();
        assertError(create(taken.email(), "password", NEW), 409, "conflict");
        assertInvalid(create(TestRealm.newEmail()), "password");
        assertError(create(TestRealm.newEmail(), "password", "short"), 400, "weak_password");
        assertInvalid(create("none", "password", NEW), "email");
        assertInvalid(admin.post("/users", "email", TestRealm.newEmail(), "password", NEW), "name");
        assertInvalid(
                create(TestRealm.newEmail(), "password", NEW, "auth_provider", "ldap"),
                "auth_provider");
        assertInvalid(
                create(TestRealm.newEmail(), "password", NEW, "roles", List.of("no-such-role")),
                "roles");
        assertError(
                create(TestRealm.newEmail(), "password", NEW, "roles", Map.of()),
                400,
                "invalid_request");
        realm.admin().create(realm.path("/roles"), Map.of("name", "approver"));
        String id =
                create(TestRealm.newEmail(), "password", NEW, "roles", List.of("approver", "user"))
                        .assertStatus(201)
                        .text("id");
        assertThat(realm.get("/users/" + id + "/role-mappings/realm"))
                .extracting(role -> role.path("name").asText())
                .contains("approver");
    }

    @Test
    void onlyAdminsManageUsers() {
        TestUser user = realm.user();
        Jitsudo own = client.as(user);
        assertError(
                own.post("/users", "email", TestRealm.newEmail(), "name", "Ada", "password", NEW),
                403,
                "forbidden");
        assertError(own.postNothing("/users/" + user.id() + "/resend-invite"), 403, "forbidden");
        assertError(client.post("/users", "email", "a@b.test"), 401, "unauthenticated");
        for (String id : List.of(UUID.randomUUID().toString(), "no-id")) {
            assertError(admin.postNothing("/users/" + id + "/resend-invite"), 404, "not_found");
        }
        Jitsudo operator = client.with(realm.admin().token());
        assertError(
                operator.postNothing("/users/" + user.id() + "/resend-invite"),
                409,
                "already_verified");
        Jitsudo operatorAtRoot = root.with(realm.admin().token());
        assertError(
                operatorAtRoot.postNothing("/users/" + user.id() + "/resend-invite"),
                409,
                "already_verified");
    }

    // What every route has in common

    @Test
    void unknownRoutesAndUncleanPathsGetTheErrorOfTheDialect() {
        for (Jitsudo at : List.of(client, root)) {
            for (Api api : List.of(at.api(), at.api().with("Accept", "text/html"))) {
                for (String path :
                        List.of(
                                "/v1/nothing",
                                "/v1/auth/nothing",
                                "/v1/auth/refresh",
                                "/v1/auth/callback",
                                "/v1/auth/mfa/nothing",
                                "/v1/users/me",
                                "/v1/users/me/nothing",
                                "/v1/users/me/mfa/nothing",
                                "/v1/users/x/nothing")) {
                    assertError(api.get(path), 404, "not_found");
                    assertError(api.post(path, Map.of()), 404, "not_found");
                }
                assertError(api.get("/v1/auth/../auth/login"), 400, "invalid_request");
                assertError(api.get("/v1//auth/login"), 400, "invalid_request");
                assertError(
                        api.send("POST", "/v1/auth/login", "text/plain", new byte[10]),
                        400,
                        "invalid_request");
            }
        }
    }

    @Test
    void hostileBodiesAreRefusedOnEveryRoute() {
        Jitsudo own = client.as(realm.user());
        Map<String, Jitsudo> routes = new HashMap<>();
        for (String path :
                List.of(
                        "login",
                        "mfa/challenge",
                        "mfa/enroll-via-challenge",
                        "mfa/webauthn/begin",
                        "mfa/webauthn/complete",
                        "verify-email",
                        "request-password-reset",
                        "reset-password")) {
            routes.put("/auth/" + path, client);
        }
        for (String path :
                List.of("password", "mfa/totp/verify", "mfa/webauthn/register/complete")) {
            routes.put("/users/me/" + path, own);
        }
        routes.put("/users", admin);
        List<byte[]> bodies =
                List.of(
                        bytes(""),
                        bytes("{"),
                        bytes("[]"),
                        bytes("null"),
                        bytes("{}"),
                        bytes("{} []"),
                        bytes("{\"email\":\"a\",\"email\":\"b\"}"),
                        bytes("{\"a\":" + "[".repeat(10_000)),
                        bytes("{\"token\":\"\\ud800\"}"),
                        bytes("{\"email\":\"" + "a".repeat(1_100_000) + "\"}"),
                        new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        routes.forEach(
                (path, at) -> {
                    for (byte[] body : bodies) {
                        Answer answer =
                                at.api().send("POST", "/v1" + path, "application/json", body);
                        assertError(answer, 400, "invalid_request");
                    }
                    Answer noJson = at.api().send("POST", "/v1" + path, "text/html", bytes("{}"));
                    assertError(noJson, 400, "invalid_request");
                });
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void secretsCountOnceHoweverManyUseThemAtOnce() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String challenge = Jitsudo.challenge(client.login(user), "totp");
        String code = Totp.codeNow(secret);
        assertThat(Parallel.run(10, 10, i -> client.code(challenge, code)))
                .filteredOn(answer -> answer.status() == 200)
                .hasSize(1);
        assertThat(realm.sessionIds(user)).hasSize(1);

        TestUser toEnrol = toEnrol();
        String enrolment = Jitsudo.enrolment(client.login(toEnrol));
        String app = secret(client.enroll(enrolment, "generate", null));
        String first = Totp.codeNow(app);
        assertThat(Parallel.run(10, 10, i -> client.enroll(enrolment, "verify", first)))
                .filteredOn(answer -> answer.status() == 200)
                .hasSize(1);
        assertThat(realm.credentials(toEnrol, "otp")).hasSize(1);

        String email = TestRealm.newEmail();
        List<Answer> created = Parallel.run(10, 10, i -> create(email, "password", NEW));
        assertThat(created).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(created)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> assertError(answer, 409, "conflict"));
        String link = mailbox.await(email, 1).token();
        List<Answer> followed = Parallel.run(10, 10, i -> verify(link));
        assertThat(followed).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(followed)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertError(answer, 400, "invalid_token"));
        assertThat(mailbox.of(email)).hasSize(1);
    }

    @Test
    void dialectsDoNotAnswerForEachOther() {
        TestUser user = realm.user();
        realm.api().get("/v1/auth/providers?slug=" + realm.name()).assertError(404, "not_found");
        assertThat(realm.api().login(user.email(), "wrong-horse").errorCode())
                .isEqualTo("auth.invalid_credentials");
        assertThat(client.login(user.email(), "wrong-horse").text("error")).isNull();
    }
}
