package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many guesses at a second factor are looked at, in a realm without brute-force protection. */
class FactorBudgetIT {

    /** The default of {@code mfa_max_attempts}. */
    private static final int OF_A_CHALLENGE = 5;

    /** The default of {@code factor_max_attempts}. */
    private static final int OF_A_USER = 10;

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(it -> it.put("bruteForceProtected", false));

    private static String challenge(TestUser user) {
        return realm.api().login(user.email(), user.password()).assertChallenge();
    }

    private static long looked(List<Answer> answers) {
        assertThat(answers).allSatisfy(Answer::assertErrorEnvelope);
        return answers.stream().filter(it -> "mfa.code_invalid".equals(it.errorCode())).count();
    }

    @Test
    void hundredGuessesOnOneChallenge() {
        String secret = Totp.newSecret();
        String challenge = challenge(realm.userWithTotp(secret));
        String wrong = Totp.wrongCode(secret);
        List<Answer> answers = Parallel.run(100, 20, i -> realm.api().mfa(challenge, wrong));
        assertThat(looked(answers)).isBetween(1L, (long) OF_A_CHALLENGE);
        for (int i = 0; i < OF_A_CHALLENGE; i++) {
            realm.api().mfa(challenge, wrong).status();
        }
        realm.api()
                .mfa(challenge, Totp.codeNow(secret))
                .assertError(401, "auth.mfa_challenge_expired");
    }

    @Test
    void fiftyChallengesStayWithinTheUsersBudget() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        List<String> challenges = Parallel.run(50, 4, i -> challenge(user));
        assertThat(challenges).doesNotHaveDuplicates();
        String wrong = Totp.wrongCode(secret);
        List<Answer> atOnce = Parallel.run(50, 25, i -> realm.api().mfa(challenges.get(i), wrong));
        List<Answer> again = Parallel.run(50, 25, i -> realm.api().mfa(challenges.get(i), wrong));
        List<Answer> answers = Stream.concat(atOnce.stream(), again.stream()).toList();
        assertThat(looked(answers)).isEqualTo(OF_A_USER);

        // Neither a right code nor another challenge helps.
        for (String challenge : List.of(challenges.get(49), challenge(user))) {
            Answer refused = realm.api().mfa(challenge, Totp.codeNow(secret));
            refused.assertError(429, "auth.account_locked");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 900);
        }
        assertThat(realm.sessionIds(user)).isEmpty();
        // It is the budget of this user.
        TestUser other = realm.userWithTotp(secret);
        realm.api().mfa(challenge(other), Totp.codeNow(secret)).assertTokens();
    }

    /**
     * Who has stolen a session and knows the password guesses no more often than with one of both.
     */
    @Test
    void sessionsAndChallengesShareTheBudget() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        Tokens signedIn = realm.api().mfa(challenge(user), Totp.codeBefore(secret)).assertTokens();
        Api session = realm.api().bearer(signedIn);
        List<String> challenges = Parallel.run(10, 4, i -> challenge(user));
        String wrong = Totp.wrongCode(secret);
        List<Answer> answers =
                Parallel.run(
                        40,
                        20,
                        i ->
                                i % 2 == 0
                                        ? realm.api().mfa(challenges.get(i / 4), wrong)
                                        : stepUp(session, wrong));
        List<Answer> after = Parallel.run(10, 10, i -> stepUp(session, wrong));
        assertThat(looked(Stream.concat(answers.stream(), after.stream()).toList()))
                .isEqualTo(OF_A_USER);
        Answer refused = stepUp(session, Totp.codeNow(secret));
        refused.assertError(429, "auth.account_locked");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 900);
        realm.api()
                .mfa(challenge(user), Totp.codeNow(secret))
                .assertError(429, "auth.account_locked");
    }

    private static Answer stepUp(Api session, String code) {
        return session.post("/v1/mfa/totp/verify", Map.of("code", code));
    }

    @Test
    void stepUpGivesTheAttemptsBack() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        Api session =
                realm.api()
                        .bearer(
                                realm.api()
                                        .mfa(challenge(user), Totp.codeBefore(secret))
                                        .assertTokens());
        String wrong = Totp.wrongCode(secret);
        for (String right : List.of(Totp.codeNow(secret), Totp.codeAfter(secret))) {
            for (int i = 0; i < OF_A_USER - 1; i++) {
                stepUp(session, wrong).assertError(401, "mfa.code_invalid");
            }
            stepUp(session, right).assertStatus(200);
        }
    }

    @Test
    void signInGivesTheAttemptsBack() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        String wrong = Totp.wrongCode(secret);
        for (UnaryOperator<String> app :
                List.<UnaryOperator<String>>of(Totp::codeNow, Totp::codeAfter)) {
            for (int i = 0; i < 2; i++) {
                String challenge = challenge(user);
                IntStream.range(0, 4)
                        .forEach(
                                j ->
                                        realm.api()
                                                .mfa(challenge, wrong)
                                                .assertError(401, "mfa.code_invalid"));
            }
            realm.api().mfa(challenge(user), app.apply(secret)).assertTokens();
        }
    }

    @Test
    void budgetComesBack() {
        realm.updateSettings(
                Map.of(
                        "factor_max_attempts", List.of("2"),
                        "factor_window_seconds", List.of("3")));
        try {
            String secret = Totp.newSecret();
            TestUser user = realm.userWithTotp(secret);
            String challenge = challenge(user);
            Answer last = null;
            for (int i = 0; i < 4 && (last == null || last.status() != 429); i++) {
                last = realm.api().mfa(challenge, Totp.wrongCode(secret));
            }
            last.assertError(429, "auth.account_locked");
            Await.until(
                    "an attempt comes back",
                    Duration.ofSeconds(15),
                    () -> realm.api().mfa(challenge, Totp.codeNow(secret)).status() == 200);
        } finally {
            realm.updateSettings(
                    Map.of("factor_max_attempts", List.of(), "factor_window_seconds", List.of()));
        }
    }
}
