package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LockoutIT {

    private static final int LIMIT = 5;
    private static final int LOCK_SECONDS = 900;

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static Answer guess(String email) {
        return realm.api().login(email, "not-the-password");
    }

    private static Answer lock(String email) {
        for (int i = 0; i < LIMIT; i++) {
            guess(email).assertError(401, "auth.invalid_credentials");
        }
        return guess(email).assertError(429, "auth.account_locked");
    }

    @Test
    void ofSixtyWrongGuessesAtOnceAtMostFiveReachTheHash() {
        TestUser user = realm.user();
        List<Answer> answers = Parallel.run(60, 30, i -> guess(user.email()));
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(401, 429));
        assertThat(answers)
                .filteredOn(a -> a.status() == 401)
                .hasSizeLessThanOrEqualTo(LIMIT)
                .allSatisfy(a -> a.assertError(401, "auth.invalid_credentials"));
        assertThat(answers)
                .filteredOn(a -> a.status() == 429)
                .allSatisfy(Answer::assertErrorEnvelope)
                .allSatisfy(a -> assertThat(a.header("Retry-After")).isNotNull());
        assertThat(realm.events("LOGIN_ERROR", user))
                .withError("invalid_user_credentials")
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(LIMIT);
        realm.api().login(user.email(), user.password()).assertError(429, "auth.account_locked");
    }

    @Test
    void sixtyWrongGuessesAtAnUnknownEmailAreLimitedAlike() {
        String email = TestRealm.newEmail();
        List<Answer> answers = Parallel.run(60, 30, i -> guess(email));
        assertThat(answers)
                .filteredOn(a -> a.status() == 401)
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(LIMIT);
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(401, 429));
        assertThat(realm.events("LOGIN_ERROR"))
                .withDetail("username", email)
                .withError("user_not_found")
                .hasSizeLessThanOrEqualTo(LIMIT);
    }

    @Test
    void rightPasswordDoesNotUnlockAnAccount() {
        TestUser user = realm.user();
        lock(user.email());
        Answer answer = realm.api().login(user.email(), user.password());
        answer.assertError(429, "auth.account_locked");
        assertThat(Integer.parseInt(answer.header("Retry-After")))
                .isBetween(LOCK_SECONDS - 60, LOCK_SECONDS);
        assertThat(answer.json().at("/error/retryable").asBoolean()).isTrue();
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void guessesAtALockedAccountDoNotExtendTheLock() {
        TestUser user = realm.user();
        lock(user.email());
        long until = realm.loginFailures(user).path("failedLoginNotBefore").asLong();
        int failures = realm.loginFailures(user).path("numFailures").asInt();
        guess(user.email()).assertStatus(429);
        guess(user.email()).assertStatus(429);
        JsonNode after = realm.loginFailures(user);
        assertThat(after.path("failedLoginNotBefore").asLong()).isEqualTo(until);
        assertThat(after.path("numFailures").asInt()).isEqualTo(failures);
    }

    @PrivateApi
    @Test
    void unknownEmailIsLockedWithTheSameAnswer() {
        Answer known = lock(realm.user().email());
        Answer unknown = lock(TestRealm.newEmail());
        assertThat(unknown.errorWithoutRequestId()).isEqualTo(known.errorWithoutRequestId());
        assertThat(unknown.headers().map().keySet()).isEqualTo(known.headers().map().keySet());
        assertThat(Integer.parseInt(unknown.header("Retry-After")))
                .isBetween(LOCK_SECONDS - 60, LOCK_SECONDS);
    }

    @Test
    void userWithoutPasswordIsLockedAlike() {
        TestUser user = realm.user(TestRealm.newEmail(), null, u -> {});
        lock(user.email());
    }

    @Test
    void disabledUserIsLockedAlike() {
        TestUser user = realm.user();
        realm.disable(user);
        lock(user.email());
        realm.api().login(user.email(), user.password()).assertError(429, "auth.account_locked");
    }

    @Test
    void otherSpellingsOfTheEmailCountTogether() {
        for (String email : List.of(realm.user().email(), TestRealm.newEmail())) {
            for (int i = 0; i < LIMIT; i++) {
                guess(i % 2 == 0 ? email : email.toUpperCase(Locale.ROOT))
                        .assertError(401, "auth.invalid_credentials");
            }
            guess(email).assertError(429, "auth.account_locked");
        }
    }

    @PrivateApi
    @Test
    void adminSeesTheLockAndCanLiftIt() {
        TestUser user = realm.user();
        lock(user.email());
        JsonNode failures = realm.loginFailures(user);
        assertThat(failures.path("disabled").asBoolean()).as(failures.toString()).isTrue();
        assertThat(failures.path("numFailures").asInt()).isEqualTo(LIMIT);
        realm.forgetLoginFailures(user);
        realm.signIn(user);
    }

    @PrivateApi
    @Test
    void successfulSignInResetsEarlierFailures() {
        TestUser user = realm.user();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < LIMIT - 1; i++) {
                guess(user.email()).assertError(401, "auth.invalid_credentials");
            }
            realm.signIn(user);
        }
        assertThat(realm.loginFailures(user).path("numFailures").asInt()).isZero();
    }

    @Test
    void thirtyHonestSignInsAtOnceAllSucceed() {
        TestUser user = realm.user();
        List<Answer> answers =
                Parallel.run(30, 30, i -> realm.api().login(user.email(), user.password()));
        assertThat(answers).allSatisfy(Answer::assertTokens);
        assertThat(realm.sessionIds(user)).hasSize(30);
    }

    @Test
    void lockOfOneAccountAffectsNoOther() {
        TestUser locked = realm.user();
        TestUser other = realm.user();
        lock(locked.email());
        realm.signIn(other);
    }

    @Test
    void sessionsOfALockedUserStayActive() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        lock(user.email());
        realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        realm.api().refresh(tokens.refresh()).assertTokens();
    }
}
