package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PasswordIT {

    private static final String NEW = "a-new-horse-battery";

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(r -> r.put("passwordPolicy", "notUsername and authrealm-weak-password"));

    private static Answer change(Tokens tokens, String current, String replacement) {
        return realm.api()
                .bearer(tokens)
                .post(
                        "/v1/auth/password",
                        Map.of("current_password", current, "new_password", replacement));
    }

    @Test
    void statusSaysWhetherThereIsAPassword() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        Api api = realm.api().bearer(tokens);
        assertThat(
                        api.get("/v1/auth/password")
                                .assertStatus(200)
                                .json()
                                .path("has_password")
                                .asBoolean())
                .isTrue();
        realm.removePassword(user);
        assertThat(
                        api.get("/v1/auth/password")
                                .assertStatus(200)
                                .json()
                                .path("has_password")
                                .asBoolean(true))
                .isFalse();
    }

    @Test
    void obviousPasswordIsRefusedAndTheOldOneStays() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        change(tokens, user.password(), "Welcome1").assertError(422, "auth.password_weak");
        change(tokens, user.password(), realm.name()).assertError(422, "auth.password_weak");
        realm.signIn(user);
    }

    @PrivateApi
    @Test
    void changeEndsAllOtherSessionsAndKeepsThisOne() {
        TestUser user = realm.user();
        Tokens own = realm.signIn(user);
        Tokens other = realm.signIn(user);
        assertThat(change(own, user.password(), NEW).assertStatus(200).text("message"))
                .isNotBlank();

        realm.api().bearer(own).get("/v1/auth/me").assertStatus(200);
        realm.api().refresh(own.refresh()).assertTokens();
        realm.api().bearer(other).get("/v1/auth/me").assertError(401, "unauthorized");
        realm.api().refresh(other.refresh()).assertError(401, "auth.session_revoked");
        assertThat(realm.sessionIds(user)).containsExactly(own.sessionId());
        realm.api()
                .login(user.email(), user.password())
                .assertError(401, "auth.invalid_credentials");
        realm.api().login(user.email(), NEW).assertTokens();
        assertThat(realm.events("UPDATE_CREDENTIAL", user)).hasSize(1);
    }

    @Test
    void wrongOrMissingCurrentPasswordChangesNothing() {
        TestUser user = realm.user();
        Tokens own = realm.signIn(user);
        Tokens other = realm.signIn(user);
        change(own, "not-the-password", NEW).assertError(401, "auth.invalid_credentials");
        change(own, "", NEW).assertError(401, "auth.invalid_credentials");
        realm.api()
                .bearer(own)
                .post("/v1/auth/password", Map.of("new_password", NEW))
                .assertError(401, "auth.invalid_credentials");
        realm.api().bearer(other).get("/v1/auth/me").assertStatus(200);
        realm.signIn(user);
    }

    @Test
    void newPasswordHasToKeepTheRules() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        change(tokens, user.password(), "short").assertInvalidField("new_password", "too_short");
        change(tokens, user.password(), "x".repeat(257))
                .assertInvalidField("new_password", "too_long");
        realm.api()
                .bearer(tokens)
                .post("/v1/auth/password", Map.of("current_password", user.password()))
                .assertInvalidField("new_password", "required");
        change(tokens, user.password(), user.email()).assertError(422, "auth.password_weak");
        realm.signIn(user);
    }

    @Test
    void userWithoutPasswordSetsOneWithoutTheCurrent() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.removePassword(user);
        realm.api()
                .bearer(tokens)
                .post("/v1/auth/password", Map.of("new_password", NEW))
                .assertStatus(200);
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void wrongCurrentPasswordsLockLikeWrongSignIns() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        for (int i = 0; i < 5; i++) {
            change(tokens, "not-the-password", NEW).assertError(401, "auth.invalid_credentials");
        }
        Answer locked = change(tokens, user.password(), NEW);
        locked.assertError(429, "auth.account_locked");
        assertThat(Integer.parseInt(locked.header("Retry-After"))).isBetween(840, 900);
        assertThat(realm.loginFailures(user).path("numFailures").asInt()).isEqualTo(5);
        realm.api().login(user.email(), user.password()).assertError(429, "auth.account_locked");

        realm.forgetLoginFailures(user);
        change(tokens, user.password(), NEW).assertStatus(200);
    }

    @Test
    void lockOfASignInHoldsForTheCurrentPassword() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        for (int i = 0; i < 5; i++) {
            realm.api().login(user.email(), "not-the-password").assertStatus(401);
        }
        change(tokens, user.password(), NEW).assertError(429, "auth.account_locked");
        realm.api().login(user.email(), NEW).assertError(429, "auth.account_locked");
    }

    @Test
    void ofThirtyWrongCurrentPasswordsAtOnceFiveReachTheHash() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        List<Answer> answers = Parallel.run(30, 15, i -> change(tokens, "not-the-password", NEW));
        assertThat(answers).filteredOn(a -> a.status() == 401).hasSize(5);
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(401, 429));
    }

    @Test
    void rightCurrentPasswordResetsTheFailures() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        for (int i = 0; i < 4; i++) {
            change(tokens, "not-the-password", NEW).assertStatus(401);
        }
        change(tokens, user.password(), NEW).assertStatus(200);
        change(tokens, "not-the-password", NEW).assertError(401, "auth.invalid_credentials");
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void needsAToken() {
        realm.api().get("/v1/auth/password").assertError(401, "unauthorized");
        realm.api()
                .post("/v1/auth/password", Map.of("new_password", NEW))
                .assertError(401, "unauthorized");
    }

    @Test
    void unknownMemberIsRefused() {
        TestUser user = realm.user();
        realm.api()
                .bearer(realm.signIn(user))
                .post(
                        "/v1/auth/password",
                        Map.of(
                                "current_password", user.password(),
                                "new_password", NEW,
                                "new_passwrod", NEW))
                .assertError(400, "bad_request");
        realm.signIn(user);
    }
}
