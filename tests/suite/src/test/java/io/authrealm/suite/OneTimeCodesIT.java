package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A code is accepted once, on every way in. */
@PrivateApi
class OneTimeCodesIT {

    private static final List<String> CODES =
            IntStream.range(0, 10).mapToObj(i -> "00112233" + (i + 10)).toList();

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().with(r -> r.put("bruteForceProtected", false));

    @RegisterExtension static final TestRealm ordinary = TestRealm.fresh().notOptedIn();

    @BeforeAll
    static void prepare() {
        Browser.createClient(realm);
        Browser.createClient(ordinary);
        String executions = "/authentication/flows/browser/executions";
        for (JsonNode step : realm.get(executions)) {
            if (step.path("providerId").asText().equals("auth-recovery-authn-code-form")) {
                ((ObjectNode) step).put("requirement", "ALTERNATIVE");
                realm.admin().put(realm.path(executions), step);
            }
        }
    }

    private static Answer grant(TestUser user, String code) {
        return Browser.directGrant(realm, user.email(), user.password(), code);
    }

    private static String challenge(TestUser user) {
        return realm.api().login(user.email(), user.password()).assertChallenge();
    }

    private static void assertOneIsRight(List<Answer> answers, int refused) {
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.assertStatus(refused));
    }

    @Test
    void codeOfAnAppSentFiftyTimesAtOnceSignsInOnce() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        List<String> challenges = List.of(challenge(user), challenge(user));
        String code = Totp.codeNow(secret);
        assertOneIsRight(
                Parallel.run(50, 25, i -> realm.api().mfa(challenges.get(i % 2), code)), 401);
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    @Test
    void codeOfAnAppIsAcceptedOnceAcrossAllWaysIn() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String code = Totp.codeNow(secret);
        String second = challenge(user);
        realm.api().mfa(challenge(user), code).assertTokens();
        realm.api().mfa(second, code).assertError(401, "mfa.code_invalid");
        grant(user, code).assertStatus(Browser.wrongCodeStatus());
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.email(), user.password()).assertStatus(200);
        browser.submit(page, Map.of("otp", code)).assertStatus(200);

        String other = Totp.newSecret();
        TestUser onPages = realm.userWithTotp(other);
        String spent = Totp.codeNow(other);
        Answer asked = browser.logIn(onPages.email(), onPages.password()).assertStatus(200);
        browser.submit(asked, Map.of("otp", spent)).assertStatus(302);
        realm.api().mfa(challenge(onPages), spent).assertError(401, "mfa.code_invalid");
    }

    @Test
    void reusableCodesOfTheRealmAreAcceptedOnceIfItHasOptedIn() {
        realm.updateRealm(r -> r.put("otpPolicyCodeReusable", true));
        try {
            String secret = Totp.newSecret();
            TestUser user = realm.userWithTotp(secret);
            String code = Totp.codeNow(secret);
            assertOneIsRight(
                    Parallel.run(10, 10, i -> grant(user, code)), Browser.wrongCodeStatus());
        } finally {
            realm.updateRealm(r -> r.put("otpPolicyCodeReusable", false));
        }
    }

    @Test
    void reusableCodesOfARealmThatHasNotOptedInAreLeftToKeycloak() {
        ordinary.updateRealm(r -> r.put("otpPolicyCodeReusable", true));
        String secret = Totp.newSecret();
        TestUser user = ordinary.userWithTotp(secret);
        String code = Totp.codeNow(secret);
        Browser.directGrant(ordinary, user.email(), user.password(), code).assertStatus(200);
        Browser.directGrant(ordinary, user.email(), user.password(), code).assertStatus(200);
    }

    @Test
    void countedCodeSentManyTimesAtOnceIsAcceptedOnceAndMovesTheCounter() {
        String secret = Totp.newSecret();
        TestUser user = realm.user(u -> SecondFactors.addHotp(u, secret));
        assertOneIsRight(
                Parallel.run(20, 20, i -> grant(user, Totp.counted(secret, 0))),
                Browser.wrongCodeStatus());
        grant(user, Totp.counted(secret, 1)).assertStatus(200);
        grant(user, Totp.counted(secret, 0)).assertStatus(Browser.wrongCodeStatus());
        realm.api().mfa(challenge(user), Totp.counted(secret, 2)).assertTokens();
    }

    @Test
    void recoveryCodeSentManyTimesAtOnceIsAcceptedOnce() {
        TestUser user = realm.user(u -> SecondFactors.addRecoveryCodes(u, CODES));
        List<Asked> asked = Stream.generate(() -> Asked.of(user)).limit(12).toList();
        List<Answer> answers = Parallel.run(12, 12, i -> asked.get(i).answer(CODES.get(3)));
        assertThat(answers).filteredOn(answer -> answer.status() == 302).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 302)
                .allSatisfy(answer -> answer.assertStatus(200));
        assertThat(remaining(user)).isEqualTo(9);
        Asked.of(user).answer(CODES.get(3)).assertStatus(200);
    }

    @Test
    void recoveryCodeSentFiftyTimesAtOnceOverTwoChallengesSignsInOnce() {
        TestUser user = realm.user(u -> SecondFactors.addRecoveryCodes(u, CODES));
        List<String> challenges =
                Stream.generate(
                                () ->
                                        realm.api()
                                                .login(user.email(), user.password())
                                                .assertChallenge("recovery_code"))
                        .limit(2)
                        .toList();
        assertOneIsRight(
                Parallel.run(50, 25, i -> realm.api().mfa(challenges.get(i % 2), CODES.get(3))),
                401);
        assertThat(realm.sessionIds(user)).hasSize(1);
        assertThat(remaining(user)).isEqualTo(9);
    }

    @Test
    void anyUnusedRecoveryCodeIsRightAndCodesUsedAtOnceAllCount() {
        TestUser user = realm.user(u -> SecondFactors.addRecoveryCodes(u, CODES));
        List<Asked> asked = Stream.generate(() -> Asked.of(user)).limit(6).toList();
        List<Answer> answers = Parallel.run(6, 6, i -> asked.get(i).answer(CODES.get(9 - i)));
        assertThat(answers).allSatisfy(answer -> answer.assertStatus(302));
        assertThat(remaining(user)).isEqualTo(4);
        Asked.of(user).answer("0000000000").assertStatus(200);
        for (int code : new int[] {0, 3, 1}) {
            Asked.of(user).answer(CODES.get(code)).assertStatus(302);
        }
        assertThat(remaining(user)).isEqualTo(1);
        // Keycloak takes away what has no code left, and asks for new ones.
        assertThat(Asked.of(user).answer(CODES.get(2)).header("Location"))
                .contains("CONFIGURE_RECOVERY_AUTHN_CODES");
        assertThat(realm.credentials(user, "recovery-authn-codes")).isEmpty();
    }

    /** A browser that is asked for a recovery code. */
    private record Asked(Browser browser, Answer page) {

        static Asked of(TestUser user) {
            Browser browser = new Browser(realm);
            Answer page = browser.logIn(user.email(), user.password()).assertStatus(200);
            assertThat(page.body()).contains("recoveryCodeInput");
            return new Asked(browser, page);
        }

        Answer answer(String code) {
            return browser.submit(page, Map.of("recoveryCodeInput", code));
        }
    }

    private static int remaining(TestUser user) {
        JsonNode codes =
                TestRealm.list(realm.get("/users/" + user.id() + "/credentials")).stream()
                        .filter(c -> c.path("type").asText().equals("recovery-authn-codes"))
                        .findFirst()
                        .orElseThrow();
        try {
            return Answer.JSON
                    .readTree(codes.path("credentialData").asText())
                    .path("remainingCodes")
                    .asInt();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
