package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign-in through the pack's own flow, and through Keycloak's unchanged browser flow. */
class BrowserFlowIT {

    enum Flow {
        BROWSER(browser),
        LEAN(lean);

        private final TestRealm realm;

        Flow(TestRealm realm) {
            this.realm = realm;
        }
    }

    @RegisterExtension static final TestRealm browser = TestRealm.fresh();
    @RegisterExtension static final TestRealm lean = TestRealm.fresh();

    @BeforeAll
    static void bindTheBrowserFlow() {
        String flow = browser.flowId("browser");
        browser.updateClient(
                TestRealm.CLIENT,
                client ->
                        ((ObjectNode) client.path("authenticationFlowBindingOverrides"))
                                .put("browser", flow));
        assertThat(
                        browser.get("/clients?clientId=" + TestRealm.CLIENT)
                                .at("/0/authenticationFlowBindingOverrides/browser")
                                .asText())
                .isEqualTo(flow);
        for (TestRealm realm : List.of(browser, lean)) {
            Browser.createClient(realm);
            realm.awaitAtRoot();
        }
    }

    /** Returns the challenge of a user who has to enter a code. */
    private static String challenge(TestRealm realm, TestUser user) {
        return realm.api().login(user.email(), user.password()).assertChallenge();
    }

    @ParameterizedTest
    @EnumSource
    void passwordSignsIn(Flow flow) {
        TestUser user = flow.realm.user();
        Tokens tokens = flow.realm.signIn(user);
        assertThat(tokens.userId()).isEqualTo(user.id());
        flow.realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        flow.realm.api().refresh(tokens.refresh()).assertTokens();
        assertThat(flow.realm.events("LOGIN", user)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void wrongPasswordAndUnknownEmailAreRefusedAlike(Flow flow) {
        Answer wrong = flow.realm.api().login(flow.realm.user().email(), "wrong");
        wrong.assertError(401, "auth.invalid_credentials");
        Answer unknown = flow.realm.api().login(TestRealm.newEmail(), "wrong");
        unknown.assertError(401, "auth.invalid_credentials");
        assertThat(unknown.errorWithoutRequestId()).isEqualTo(wrong.errorWithoutRequestId());
    }

    @ParameterizedTest
    @EnumSource
    void cookieOfALoginPageIsUseless(Flow flow) {
        TestUser attacker = flow.realm.user();
        TestUser victim = flow.realm.user();
        Browser page = new Browser(flow.realm);
        page.logIn(attacker.email(), attacker.password()).assertStatus(302);
        assertThat(page.cookies()).contains("KEYCLOAK_IDENTITY=");
        // The page does not ask for a password any more, because the cookie is valid.
        assertThat(page.openLoginPage().assertStatus(302).header("Location"))
                .startsWith(Browser.CALLBACK);
        List<String> sessions = flow.realm.sessionIds(attacker);

        Answer wrong = flow.realm.api().login(victim.email(), "wrong").assertStatus(401);
        int failures = 1;
        assertFailures(flow.realm, victim, failures);
        for (Api mount : List.of(flow.realm.api(), TestServer.root())) {
            Api withCookies = mount.with("Cookie", page.cookies());
            Answer answer = withCookies.login(victim.email(), "wrong");
            answer.assertError(401, "auth.invalid_credentials");
            assertThat(answer.errorWithoutRequestId()).isEqualTo(wrong.errorWithoutRequestId());
            assertFailures(flow.realm, victim, ++failures);
            withCookies
                    .login(TestRealm.newEmail(), "wrong")
                    .assertError(401, "auth.invalid_credentials");
        }
        for (Api mount : List.of(flow.realm.api(), TestServer.root())) {
            Api withCookies = mount.with("Cookie", page.cookies());
            Tokens tokens = withCookies.login(victim.email(), victim.password()).assertTokens();
            assertThat(tokens.userId()).isEqualTo(victim.id());
            withCookies.get("/v1/auth/me").assertError(401, "unauthorized");
        }
        assertThat(flow.realm.sessionIds(attacker)).isEqualTo(sessions);
    }

    private static void assertFailures(TestRealm realm, TestUser user, int expected) {
        assertThat(realm.loginFailures(user).path("numFailures").asInt()).isEqualTo(expected);
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void userWithTotpSignsInWithTwoRequests(Flow flow) {
        String secret = Totp.newSecret();
        TestUser user = flow.realm.userWithTotp(secret);
        String challenge = challenge(flow.realm, user);
        assertThat(flow.realm.sessionIds(user)).isEmpty();

        Tokens tokens = flow.realm.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
        flow.realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        assertThat(flow.realm.sessionIds(user)).containsExactly(tokens.sessionId());
        assertThat(flow.realm.events("LOGIN", user)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void challengeSurvivesAWrongCode(Flow flow) {
        String secret = Totp.newSecret();
        TestUser user = flow.realm.userWithTotp(secret);
        String challenge = challenge(flow.realm, user);
        flow.realm
                .api()
                .mfa(challenge, Totp.wrongCode(secret))
                .assertError(401, "mfa.code_invalid");
        flow.realm.api().mfa(challenge, "not a code").assertError(401, "mfa.code_invalid");
        flow.realm.api().mfa(challenge, " " + Totp.codeNow(secret) + " ").assertTokens();
        assertThat(flow.realm.events("LOGIN_ERROR", user)).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void fiveWrongCodesEndTheChallenge(Flow flow) {
        String secret = Totp.newSecret();
        TestUser user = flow.realm.userWithTotp(secret);
        String challenge = challenge(flow.realm, user);
        for (int i = 0; i < 5; i++) {
            flow.realm
                    .api()
                    .mfa(challenge, Totp.wrongCode(secret))
                    .assertError(401, "mfa.code_invalid");
        }
        flow.realm
                .api()
                .mfa(challenge, Totp.codeNow(secret))
                .assertError(401, "auth.mfa_challenge_expired");
        assertThat(flow.realm.sessionIds(user)).isEmpty();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void wrongCodesLockTheSecondFactorAndNotThePassword(Flow flow) {
        String secret = Totp.newSecret();
        TestUser user = flow.realm.userWithTotp(secret);
        String challenge = challenge(flow.realm, user);
        for (int i = 0; i < 5; i++) {
            flow.realm.api().mfa(challenge, Totp.wrongCode(secret)).assertStatus(401);
        }
        String next = challenge(flow.realm, user);
        flow.realm.api().mfa(next, Totp.codeNow(secret)).assertError(429, "auth.account_locked");
    }

    @ParameterizedTest
    @EnumSource
    void usedChallengeIsGone(Flow flow) {
        String secret = Totp.newSecret();
        TestUser user = flow.realm.userWithTotp(secret);
        String challenge = challenge(flow.realm, user);
        String code = Totp.codeNow(secret);
        flow.realm.api().mfa(challenge, code).assertTokens();
        flow.realm.api().mfa(challenge, code).assertError(401, "auth.mfa_challenge_expired");
    }

    @ParameterizedTest
    @EnumSource
    void codeWorksOnlyOnce(Flow flow) {
        String secret = Totp.newSecret();
        TestUser user = flow.realm.userWithTotp(secret);
        String code = Totp.codeNow(secret);
        flow.realm.api().mfa(challenge(flow.realm, user), code).assertTokens();
        flow.realm
                .api()
                .mfa(challenge(flow.realm, user), code)
                .assertError(401, "mfa.code_invalid");
    }

    @ParameterizedTest
    @EnumSource
    void ofTwentyRightCodesAtOnceOneSignsIn(Flow flow) {
        String secret = Totp.newSecret();
        TestUser user = flow.realm.userWithTotp(secret);
        String challenge = challenge(flow.realm, user);
        String code = Totp.codeNow(secret);
        List<Answer> answers = Parallel.run(20, 20, i -> flow.realm.api().mfa(challenge, code));
        assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(a -> a.status() != 200)
                .allSatisfy(Answer::assertErrorEnvelope);
        assertThat(flow.realm.sessionIds(user)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void challengeDoesNotWorkInAnotherRealm(Flow flow) {
        String secret = Totp.newSecret();
        TestUser user = flow.realm.userWithTotp(secret);
        String challenge = challenge(flow.realm, user);
        TestRealm other = flow.realm == browser ? lean : browser;
        other.api()
                .mfa(challenge, Totp.codeNow(secret))
                .assertError(401, "auth.mfa_challenge_expired");
        flow.realm.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();
    }

    @ParameterizedTest
    @EnumSource
    void wrongPasswordOfAUserWithTotpIsRefusedLikeAnyOther(Flow flow) {
        TestUser user = flow.realm.userWithTotp(Totp.newSecret());
        flow.realm.api().login(user.email(), "wrong").assertError(401, "auth.invalid_credentials");
    }

    @ParameterizedTest
    @EnumSource
    void disabledUserAndRequiredActionGetTheirOwnErrors(Flow flow) {
        TestUser disabled = flow.realm.user();
        flow.realm.disable(disabled);
        Answer answer = flow.realm.api().login(disabled.email(), disabled.password());
        answer.assertError(403, "auth.account_inactive");

        TestUser unfinished = flow.realm.user();
        flow.realm.updateUser(
                unfinished, u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        flow.realm
                .api()
                .login(unfinished.email(), unfinished.password())
                .assertError(403, "auth.action_required");
        assertThat(flow.realm.sessionIds(unfinished)).isEmpty();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void lockoutHoldsInEitherFlow(Flow flow) {
        TestUser user = flow.realm.user();
        for (int i = 0; i < 5; i++) {
            flow.realm
                    .api()
                    .login(user.email(), "wrong")
                    .assertError(401, "auth.invalid_credentials");
        }
        flow.realm
                .api()
                .login(user.email(), user.password())
                .assertError(429, "auth.account_locked");
    }
}
