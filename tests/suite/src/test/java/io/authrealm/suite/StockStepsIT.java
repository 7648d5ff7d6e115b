package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-in through Keycloak's own steps, in flows that the pack does not know. */
@PrivateApi
class StockStepsIT {

    private static final String FLOWS =
            """
            [
              {"alias": "passkey first", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "webauthn-authenticator-passwordless",
                  "requirement": "ALTERNATIVE", "priority": 10},
                 {"flowAlias": "password instead", "authenticatorFlow": true,
                  "requirement": "ALTERNATIVE", "priority": 20}]},
              {"alias": "password instead", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "auth-username-password-form",
                  "requirement": "REQUIRED", "priority": 10},
                 {"flowAlias": "code for those who have one", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 20}]},
              {"alias": "code for those who have one", "providerId": "basic-flow",
               "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "conditional-user-configured",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "auth-otp-form", "requirement": "REQUIRED", "priority": 20}]},
              {"alias": "password and passkey", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "webauthn-authenticator-passwordless",
                  "requirement": "REQUIRED", "priority": 20}]},
              {"alias": "password and key", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "webauthn-authenticator",
                  "requirement": "REQUIRED", "priority": 20}]},
              {"alias": "password and recovery code", "providerId": "basic-flow",
               "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "auth-recovery-authn-code-form",
                  "requirement": "REQUIRED", "priority": 20}]},
              {"alias": "password and mailed code", "providerId": "basic-flow",
               "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "authrealm-mail-code",
                  "requirement": "REQUIRED", "priority": 20}]},
              {"alias": "conditional code", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "auth-conditional-otp-form",
                  "requirement": "REQUIRED", "priority": 20}]},
              {"alias": "two in a row", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "auth-otp-form", "requirement": "REQUIRED", "priority": 20},
                 {"authenticator": "auth-recovery-authn-code-form",
                  "requirement": "REQUIRED", "priority": 30}]}
            ]
            """;

    private static final String EXPIRED = "auth.mfa_challenge_expired";

    private static final List<String> RECOVERY_CODES =
            List.of("1111122222", "3333344444", "5555566666");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).with(StockStepsIT::addFlows);

    private static void addFlows(ObjectNode realm) {
        try {
            for (JsonNode flow : Answer.JSON.readTree(FLOWS)) {
                realm.withArray("authenticationFlows").add(flow);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The flow of an admin who has switched on all factors that Keycloak has. */
    @BeforeAll
    static void switchOnAllFactors() {
        for (String step : List.of("webauthn-authenticator", "auth-recovery-authn-code-form")) {
            realm.setRequirement("browser", step, "ALTERNATIVE");
        }
    }

    private static TestUser userWithCodes(String secret) {
        return realm.user(
                user -> {
                    SecondFactors.addRecoveryCodes(user, RECOVERY_CODES);
                    SecondFactors.addTotp(user, secret);
                });
    }

    private static Answer signIn(TestUser user) {
        return realm.api().login(user.email(), user.password());
    }

    private static Answer signInByLink(TestUser user) {
        return realm.api().consumeMagicLink(mailbox.magicLink(realm, user));
    }

    private static Answer answer(String challenge, String code, String... more) {
        Map<String, Object> body = new HashMap<>(Map.of("mfa_token", challenge, "code", code));
        for (int i = 0; i < more.length; i += 2) {
            body.put(more[i], more[i + 1]);
        }
        return realm.api().post("/v1/auth/mfa", body);
    }

    @Test
    void methodsAreThoseTheUserHas() {
        realm.bindFlow("browser");
        signIn(userWithCodes(Totp.newSecret())).assertChallenge("totp", "recovery_code");
        signInByLink(userWithCodes(Totp.newSecret())).assertChallenge("totp", "recovery_code");
        signIn(realm.userWithTotp(Totp.newSecret())).assertChallenge("totp");
        signIn(realm.user(user -> SecondFactors.addRecoveryCodes(user, RECOVERY_CODES)))
                .assertChallenge("recovery_code");
        signIn(realm.user()).assertTokens();
    }

    @Test
    void recoveryCodeInsteadOfTotp() {
        realm.bindFlow("browser");
        TestUser user = userWithCodes(Totp.newSecret());
        String challenge = signIn(user).assertChallenge("totp", "recovery_code");
        answer(challenge, "9999999999").assertError(401, "mfa.code_invalid");
        answer(challenge, "11111-22222").assertTokens();
        String next = signIn(user).assertChallenge("totp", "recovery_code");
        answer(next, "1111122222").assertError(401, "mfa.code_invalid");
        answer(next, "3333344444", "method", "recovery_code").assertTokens();
    }

    @Test
    void codeAfterAWrongOneOfAnotherKind() {
        realm.bindFlow("browser");
        String secret = Totp.newSecret();
        TestUser user = userWithCodes(secret);
        String challenge = signIn(user).assertChallenge("totp", "recovery_code");
        answer(challenge, "9999999999").assertError(401, "mfa.code_invalid");
        String code = Totp.codeNow(secret);
        answer(challenge, code.substring(0, 3) + " " + code.substring(3)).assertTokens();
    }

    @Test
    void codeOfTheSecondDevice() {
        realm.bindFlow("browser");
        String first = Totp.newSecret();
        String second = Totp.newSecret();
        TestUser user =
                realm.user(
                        u -> {
                            SecondFactors.addTotp(u, first);
                            SecondFactors.addTotp(u, second);
                        });
        String code = Totp.codeNow(second);
        answer(signIn(user).assertChallenge("totp"), code).assertTokens();
        answer(signIn(user).assertChallenge("totp"), Totp.codeNow(first)).assertTokens();
        String challenge = signIn(user).assertChallenge("totp");
        answer(challenge, code).assertError(401, "mfa.code_invalid");
    }

    @Test
    void methodThatTheUserLacksCostsNothing() {
        realm.bindFlow("browser");
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String challenge = signIn(user).assertChallenge("totp");
        for (int i = 0; i < 7; i++) {
            answer(challenge, "1111122222", "method", "recovery_code")
                    .assertError(400, "mfa.factor_not_confirmed");
        }
        answer(challenge, "111111", "method", "fax").assertInvalidField("method", "not_allowed");
        answer(challenge, Totp.codeNow(secret), "method", "totp").assertTokens();
    }

    @Test
    void fieldOfTheEngineCannotBeSent() {
        realm.bindFlow("browser");
        String secret = Totp.newSecret();
        TestUser user = userWithCodes(secret);
        String challenge = signIn(user).assertChallenge("totp", "recovery_code");
        for (String field : List.of("tryAnotherWay", "switchOrganization", "cancel")) {
            answer(challenge, Totp.wrongCode(secret), field, "on")
                    .assertError(401, "mfa.code_invalid");
        }
        String execution = "";
        for (JsonNode step : realm.get("/authentication/flows/browser/executions")) {
            if (step.path("providerId").asText().equals("auth-cookie")) {
                execution = step.path("id").asText();
            }
        }
        answer(challenge, Totp.wrongCode(secret), "authenticationExecution", execution)
                .assertError(401, "mfa.code_invalid");
        assertThat(realm.sessionIds(user)).isEmpty();
        answer(challenge, Totp.codeNow(secret), "tryAnotherWay", "on").assertTokens();
    }

    @Test
    void passkeyFirstFlowTakesThePassword() {
        realm.bindFlow("passkey first");
        signIn(realm.user()).assertTokens();
        signInByLink(realm.user()).assertTokens();
        String secret = Totp.newSecret();
        TestUser user =
                realm.user(
                        u -> {
                            SecondFactors.addSecurityKey(u, "webauthn-passwordless");
                            SecondFactors.addTotp(u, secret);
                        });
        answer(signIn(user).assertChallenge("totp"), Totp.codeNow(secret)).assertTokens();
        signInByLink(user).assertChallenge("totp");
        realm.api()
                .login(user.email(), "wrong-horse-battery")
                .assertError(401, "auth.invalid_credentials");
    }

    /** Keycloak's engine fails at this step. */
    @Test
    void passkeyStepForAUserWithoutOneIsNoServerError() {
        realm.bindFlow("password and passkey");
        TestUser user = realm.user();
        signIn(user).assertError(403, "auth.redirect_to_web");
        signInByLink(user).assertError(403, "auth.redirect_to_web");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    /**
     * A user without the credential is refused if nothing may ask for it. Keycloak's pages pass
     * over recovery codes: their step does not tell the engine what asks for them.
     */
    @ParameterizedTest
    @CsvSource({
        "password and key, webauthn-register, /v1/passkeys/register/begin, true",
        "password and recovery code, CONFIGURE_RECOVERY_AUTHN_CODES,"
                + " /v1/mfa/recovery-codes/regenerate, false"
    })
    void credentialThatTheFlowDemandsIsSetUpHereOrOnAPage(
            String flow, String action, String endpoint, boolean isRefusedOnPages) {
        realm.bindFlow(flow);
        TestUser user = realm.user();
        Answer asked = signIn(user);
        asked.assertActionRequired(action);
        assertThat(asked.text("error.metadata.actions.0.endpoint")).isEqualTo(endpoint);
        signInByLink(realm.user()).assertActionRequired(action);
        setEnabled(action, false);
        try {
            TestUser other = realm.user();
            Answer forPages =
                    realm.api()
                            .post(
                                    "/v1/auth/login",
                                    Map.of(
                                            "email",
                                            other.email(),
                                            "password",
                                            other.password(),
                                            "code_challenge",
                                            "A".repeat(43)));
            HostedPage page = new HostedPage(realm);
            for (Answer answer :
                    List.of(signIn(other), signInByLink(other), forPages, page.signIn(other))) {
                answer.assertError(403, "auth.redirect_to_web");
            }
            String url = forPages.text("error.metadata.redirect_url");
            assertThat(url != null).as("a page").isEqualTo(isRefusedOnPages);
            if (isRefusedOnPages) {
                KeyPages.assertNotSignedIn(new Browser(realm).goTo(url));
            }
            assertThat(page.cookieNames()).isEmpty();
            realm.api()
                    .login(other.email(), "wrong-horse-battery")
                    .assertError(401, "auth.invalid_credentials");
            assertThat(realm.sessionIds(other)).isEmpty();
        } finally {
            setEnabled(action, true);
        }
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    /** The action sets a factor up. A factor that is set up does not depend on it. */
    @ParameterizedTest
    @CsvSource({
        "CONFIGURE_RECOVERY_AUTHN_CODES, recovery_code, password and recovery code",
        "CONFIGURE_RECOVERY_AUTHN_CODES, recovery_code, browser",
        "webauthn-register, webauthn, password and key",
        "webauthn-register, webauthn, browser"
    })
    void factorIsAskedForIfItsSetUpIsSwitchedOff(String action, String method, String flow) {
        realm.bindFlow(flow);
        TestUser user =
                realm.user(
                        it -> {
                            if (method.equals("webauthn")) {
                                SecondFactors.addSecurityKey(it, "webauthn");
                            } else {
                                SecondFactors.addRecoveryCodes(it, RECOVERY_CODES);
                            }
                        });
        setEnabled(action, false);
        try {
            signIn(user).assertChallenge(method);
            signInByLink(user).assertChallenge(method);
            new HostedPage(realm).signIn(user).assertChallenge(method);
            assertThat(realm.sessionIds(user)).isEmpty();
            if (method.equals("recovery_code")) {
                answer(signIn(user).assertChallenge(method), RECOVERY_CODES.get(0)).assertTokens();
            }
        } finally {
            setEnabled(action, true);
        }
    }

    private static void setEnabled(String action, boolean isOn) {
        String path = "/authentication/required-actions/" + action;
        ObjectNode changed = (ObjectNode) realm.get(path);
        realm.admin().put(realm.path(path), changed.put("enabled", isOn));
    }

    @Test
    void codeThatCannotBeSetUpOnAPageIsNoServerError() {
        realm.bindFlow("password and mailed code");
        TestUser user = realm.user();
        signIn(user).assertError(403, "auth.redirect_to_web");
        signInByLink(user).assertError(403, "auth.redirect_to_web");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void conditionalCode() {
        realm.bindFlow("conditional code");
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String challenge = signIn(user).assertChallenge("totp");
        answer(challenge, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        answer(challenge, Totp.codeNow(secret)).assertTokens();
        signIn(realm.user()).assertEnrollment();
    }

    @Test
    void attemptsAreCarriedOverToTheNextFactor() {
        realm.bindFlow("two in a row");
        String secret = Totp.newSecret();
        TestUser user = userWithCodes(secret);
        String first = signIn(user).assertChallenge("totp");
        for (int i = 0; i < 2; i++) {
            answer(first, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        }
        String second = answer(first, Totp.codeNow(secret)).assertChallenge("recovery_code");
        assertThat(second).isNotEqualTo(first);
        answer(first, "1111122222").assertError(401, EXPIRED);
        assertThat(realm.sessionIds(user)).isEmpty();
        for (int i = 0; i < 2; i++) {
            answer(second, "9999999999").assertError(401, "mfa.code_invalid");
        }
        answer(second, "1111122222").assertTokens();

        TestUser other = userWithCodes(secret);
        String begun = signIn(other).assertChallenge("totp");
        for (int i = 0; i < 3; i++) {
            answer(begun, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        }
        String last = answer(begun, Totp.codeNow(secret)).assertChallenge("recovery_code");
        for (int i = 0; i < 2; i++) {
            answer(last, "9999999999").status();
        }
        answer(last, "1111122222").assertError(401, EXPIRED);
        assertThat(realm.sessionIds(other)).isEmpty();
    }

    @Test
    void challengeOfFactorsThatAnAdminHasRemovedIsWorthless() {
        realm.bindFlow("browser");
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String challenge = signIn(user).assertChallenge("totp");
        realm.as(realm.admin("manage-users"))
                .delete("/v1/users/" + user.id() + "/mfa")
                .assertStatus(200);
        answer(challenge, Totp.codeNow(secret)).assertError(401, EXPIRED);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void changeOfTheFlowEndsItsChallenges() {
        String secret = Totp.newSecret();
        realm.bindFlow("conditional code");
        String switchedOff = signIn(realm.userWithTotp(secret)).assertChallenge("totp");
        realm.setRequirement("conditional code", "auth-conditional-otp-form", "DISABLED");
        answer(switchedOff, Totp.codeNow(secret)).assertError(401, EXPIRED);
        realm.setRequirement("conditional code", "auth-conditional-otp-form", "REQUIRED");

        String rebound = signIn(realm.userWithTotp(secret)).assertChallenge("totp");
        realm.bindFlow("browser");
        answer(rebound, Totp.codeNow(secret)).assertError(401, EXPIRED);
        realm.bindFlow("conditional code");
        String kept = signIn(realm.userWithTotp(secret)).assertChallenge("totp");
        answer(kept, Totp.codeNow(secret)).assertTokens();
    }

    @Test
    void flowWithOrganizationsTakesThePassword() {
        realm.bindFlow("browser");
        realm.updateRealm(it -> it.put("organizationsEnabled", true));
        try {
            signIn(realm.user()).assertTokens();
            signIn(realm.userWithTotp(Totp.newSecret())).assertChallenge("totp");
            TestUser user = realm.user();
            for (String email : List.of(user.email(), TestRealm.newEmail())) {
                realm.api()
                        .login(email, "wrong-horse-battery")
                        .assertError(401, "auth.invalid_credentials");
            }
        } finally {
            realm.updateRealm(it -> it.put("organizationsEnabled", false));
        }
    }
}
