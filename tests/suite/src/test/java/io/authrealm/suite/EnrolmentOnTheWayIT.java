package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users who set up a second factor on the way in, because they cannot sign in without one. */
class EnrolmentOnTheWayIT {

    private static final String START = "/v1/mfa/totp/enroll/start";

    private static final String CONFIRM = "/v1/mfa/totp/enroll/confirm";

    private static final String NEW = "a-new-horse-battery";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    private static Api admin;

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    private static TestUser demanded() {
        TestUser user = realm.user();
        admin.send("PUT", "/v1/users/" + user.id() + "/mfa-required", Map.of("required", true))
                .assertStatus(200);
        return user;
    }

    private static TestUser userWith(String... actions) {
        return realm.user(u -> List.of(actions).forEach(u.putArray("requiredActions")::add));
    }

    private static Answer logIn(TestUser user) {
        return realm.api().login(user.email(), user.password());
    }

    private static Answer start(String challenge) {
        return realm.api().post(START, Map.of("mfa_token", challenge));
    }

    private static String secret(String challenge) {
        return Totp.fromBase32(start(challenge).assertStatus(200).text("secret"));
    }

    private static Answer confirm(String challenge, String code) {
        return realm.api().post(CONFIRM, Map.of("mfa_token", challenge, "code", code));
    }

    private static void assertExpired(Answer answer) {
        answer.assertError(401, "auth.mfa_challenge_expired");
    }

    private static int apps(TestUser user) {
        return realm.credentials(user, "otp").size();
    }

    private static void enrolOtherwise(TestUser user) {
        String challenge = logIn(user).assertEnrollment();
        confirm(challenge, Totp.codeNow(secret(challenge))).assertTokens();
    }

    @PrivateApi
    @Test
    void demandedFactorIsSetUpOnTheWayIn() {
        TestUser user = demanded();
        Answer asked = logIn(user);
        String challenge = asked.assertEnrollment();
        assertThat(asked.text("actions.0.endpoint")).isEqualTo(START);
        assertThat(realm.sessionIds(user)).isEmpty();
        Answer started = start(challenge).assertStatus(200);
        assertThat(started.text("provisioning_url")).startsWith("otpauth://totp/");
        assertThat(apps(user)).isZero();
        String secret = Totp.fromBase32(started.text("secret"));
        confirm(challenge, Totp.wrongCode(secret)).assertError(400, "mfa.totp_code_invalid");
        Answer confirmed = confirm(challenge, Totp.codeNow(secret));
        Tokens tokens = confirmed.assertTokens();
        assertThat(confirmed.json().path("recovery_codes")).hasSize(10);
        assertThat(confirmed.text("warning")).isNotBlank();
        assertThat(realm.api().bearer(tokens).get("/v1/mfa/totp").text("enrolled"))
                .isEqualTo("true");
        assertThat(apps(user)).isEqualTo(1);
        realm.api().refresh(tokens.refresh()).assertTokens();
        assertExpired(start(challenge));
        assertExpired(confirm(challenge, Totp.codeNow(secret)));
        // The code that confirmed the app cannot be used again.
        String factor = logIn(user).text("mfa_token");
        realm.api().mfa(factor, Totp.codeNow(secret)).assertError(401, "mfa.code_invalid");
        assertThat(realm.events("UPDATE_CREDENTIAL", user))
                .allSatisfy(event -> assertThat(event.toString()).doesNotContain(secret));
    }

    @Test
    void requiredActionOfTheConsoleIsTheSame() {
        TestUser user = userWith("CONFIGURE_TOTP");
        String challenge = logIn(user).assertEnrollment();
        confirm(challenge, Totp.codeNow(secret(challenge))).assertTokens();
        assertThat(realm.get("/users/" + user.id()).path("requiredActions")).isEmpty();

        TestUser byLink = demanded();
        String afterLink =
                realm.api().consumeMagicLink(mailbox.magicLink(realm, byLink)).assertEnrollment();
        confirm(afterLink, Totp.codeNow(secret(afterLink))).assertTokens();
    }

    /** The routes would refuse, because the password alone would be enough for both factors. */
    @PrivateApi
    @Test
    void noRouteIsNamedIfAnotherFactorMustBeUsedFirst() {
        TestUser user =
                realm.user(
                        u -> {
                            SecondFactors.addSecurityKey(u, "webauthn-passwordless");
                            u.putArray("requiredActions").add("CONFIGURE_TOTP");
                        });
        Answer asked = logIn(user);
        String challenge = asked.assertActionRequired("CONFIGURE_TOTP");
        JsonNode action = asked.json().at("/error/metadata/actions/0");
        assertThat(action.path("action").asText()).isEqualTo("configure_totp");
        assertThat(action.has("endpoint")).isFalse();
        assertExpired(start(challenge));
    }

    @PrivateApi
    @Test
    void whatElseIsMissingFollowsWithTheSameChallenge() {
        TestUser user = userWith("CONFIGURE_TOTP", "UPDATE_PASSWORD");
        Answer asked = logIn(user);
        assertThat(asked.json().path("required_actions"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("CONFIGURE_TOTP", "UPDATE_PASSWORD");
        String challenge = asked.assertEnrollment();
        Answer confirmed = confirm(challenge, Totp.codeNow(secret(challenge))).assertStatus(200);
        assertThat(confirmed.json().path("recovery_codes")).hasSize(10);
        assertThat(confirmed.json().has("access_token")).isFalse();
        assertThat(confirmed.text("challenge_id")).isEqualTo(challenge);
        assertThat(confirmed.text("actions.0.action")).isEqualTo("update_password");
        realm.api().action("update_password", challenge, "new_password", NEW).assertTokens();
        realm.api().login(user.email(), NEW).assertStatus(200);

        // In the other order, the change of the password does not end the sign-in.
        TestUser other = userWith("CONFIGURE_TOTP", "UPDATE_PASSWORD");
        String second = logIn(other).assertEnrollment();
        String secret = secret(second);
        realm.api().action("update_password", second, "new_password", NEW).assertEnrollment();
        confirm(second, Totp.codeNow(secret)).assertTokens();
    }

    @PrivateApi
    @Test
    void challengeIsWorthlessOnceThereIsAFactor() {
        TestUser user = demanded();
        String first = logIn(user).assertEnrollment();
        String second = logIn(user).assertEnrollment();
        String secret = secret(second);
        enrolOtherwise(user);
        assertExpired(start(first));
        assertExpired(confirm(second, Totp.codeNow(secret)));
        assertExpired(start(second));
        assertThat(apps(user)).isEqualTo(1);
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    @PrivateApi
    @Test
    void simultaneousEnrolmentsMakeOneApp() {
        TestUser user = demanded();
        List<String> challenges =
                Parallel.run(4, 4, i -> logIn(user)).stream()
                        .map(Answer::assertEnrollment)
                        .toList();
        List<String> secrets = challenges.stream().map(EnrolmentOnTheWayIT::secret).toList();
        List<Answer> answers =
                Parallel.run(
                        12,
                        12,
                        i -> confirm(challenges.get(i % 4), Totp.codeNow(secrets.get(i % 4))));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 200)
                .forEach(EnrolmentOnTheWayIT::assertExpired);
        assertThat(apps(user)).isEqualTo(1);
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    @PrivateApi
    @Test
    void otherChallengesAreRefused() {
        String totp = Totp.newSecret();
        TestUser withApp = realm.userWithTotp(totp);
        String factor = logIn(withApp).assertChallenge();
        assertExpired(start(factor));
        assertExpired(confirm(factor, Totp.codeNow(totp)));
        realm.api().mfa(factor, Totp.codeNow(totp)).assertTokens();

        TestUser user = userWith("UPDATE_PASSWORD");
        String actions = logIn(user).assertActionRequired("UPDATE_PASSWORD");
        start(actions).assertError(409, "conflict");
        realm.api().action("update_password", actions, "new_password", NEW).assertTokens();

        String enrolment = logIn(demanded()).assertEnrollment();
        assertExpired(realm.api().mfa(enrolment, "123456"));
        realm.api()
                .action("update_password", enrolment, "new_password", NEW)
                .assertError(409, "conflict");
        assertExpired(start(UUID.randomUUID().toString()));
        start("no-uuid").assertError(400, "auth.session_invalid");
        start("x".repeat(5000)).assertInvalidField("mfa_token", "too_long");
        confirm(enrolment, "123456").assertError(400, "mfa.enroll_not_started");
        realm.api()
                .post(CONFIRM, Map.of("mfa_token", enrolment))
                .assertInvalidField("code", "required");
        realm.api().post(START, "{\"mfa_token\":7}").assertError(400, "bad_request");
        for (String route : List.of(START, CONFIRM)) {
            realm.api().post(route, Map.of()).assertError(401, "unauthorized");
            realm.api()
                    .with("Authorization", "Bearer none")
                    .post(route, Map.of("mfa_token", enrolment, "code", "123456"))
                    .assertError(401, "unauthorized");
        }
        secret(enrolment);
    }

    @Test
    void recoveryCodesAreMadeOnTheWayIn() {
        String codes = "/v1/mfa/recovery-codes/regenerate";
        TestUser user = userWith("CONFIGURE_RECOVERY_AUTHN_CODES");
        Answer asked = logIn(user);
        String challenge = asked.assertActionRequired("CONFIGURE_RECOVERY_AUTHN_CODES");
        assertThat(asked.text("error.metadata.actions.0.endpoint")).isEqualTo(codes);
        realm.api().post(codes, Map.of()).assertError(401, "unauthorized");
        realm.api().post(codes).assertError(401, "unauthorized");
        start(challenge).assertError(409, "conflict");
        List<Answer> answers =
                Parallel.run(6, 6, i -> realm.api().post(codes, Map.of("mfa_token", challenge)));
        List<Answer> made = answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(made).hasSize(1);
        made.get(0).assertTokens();
        assertThat(made.get(0).json().path("recovery_codes")).hasSize(10);
        assertThat(realm.credentials(user, "recovery-authn-codes")).hasSize(1);
        assertThat(realm.get("/users/" + user.id()).path("requiredActions")).isEmpty();

        // An app brings codes of its own.
        TestUser both = userWith("CONFIGURE_TOTP", "CONFIGURE_RECOVERY_AUTHN_CODES");
        String waiting = logIn(both).assertEnrollment();
        realm.api().post(codes, Map.of("mfa_token", waiting)).assertError(409, "conflict");
        confirm(waiting, Totp.codeNow(secret(waiting))).assertTokens();
    }

    /** The password alone must not be enough to add a factor beside another. */
    @Test
    void factorThatWasNotUsedStandsInTheWay() {
        TestUser user =
                realm.user(
                        u -> {
                            // The flow does not ask for it.
                            SecondFactors.addSecurityKey(u, "webauthn-passwordless");
                            u.putArray("requiredActions").add("CONFIGURE_TOTP");
                        });
        String challenge = logIn(user).assertActionRequired("CONFIGURE_TOTP");
        assertExpired(start(challenge));
        assertThat(apps(user)).isZero();
    }

    @Test
    void challengeDiesWithTheStateOfTheAccount() {
        Map<String, Runnable> none = new LinkedHashMap<>();
        TestUser revoked = demanded();
        none.put(
                logIn(revoked).assertEnrollment(),
                () -> admin.post("/v1/users/" + revoked.id() + "/sessions/revoke-all"));
        TestUser disabled = demanded();
        none.put(logIn(disabled).assertEnrollment(), () -> realm.disable(disabled));
        TestUser changed = demanded();
        none.put(logIn(changed).assertEnrollment(), () -> realm.setPassword(changed, NEW));
        none.forEach(
                (challenge, change) -> {
                    String secret = secret(challenge);
                    change.run();
                    assertExpired(confirm(challenge, Totp.codeNow(secret)));
                    assertExpired(start(challenge));
                });
        assertThat(apps(changed)).isZero();
    }

    @Test
    void rootFindsTheTenantByTheChallenge() {
        realm.awaitAtRoot();
        TestUser user = demanded();
        String challenge = logIn(user).assertEnrollment();
        Api root = TestServer.root();
        String secret =
                Totp.fromBase32(
                        root.post(START, Map.of("mfa_token", challenge))
                                .assertStatus(200)
                                .text("secret"));
        root.post(CONFIRM, Map.of("mfa_token", challenge, "code", Totp.codeNow(secret)))
                .assertTokens();
    }
}
