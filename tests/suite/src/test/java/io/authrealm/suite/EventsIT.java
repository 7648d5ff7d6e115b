package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an admin sees in the console's event log. */
class EventsIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static EventAssert assertOne(String type, TestUser user) {
        return assertThat(realm.events(type, user))
                .as(type)
                .singleElement()
                .hasClient(TestRealm.CLIENT)
                .hasAddress();
    }

    @PrivateApi
    @Test
    void signIn() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        assertOne("LOGIN", user).hasSession(tokens.sessionId());
    }

    @PrivateApi
    @Test
    void refusedSignIn() {
        TestUser user = realm.user();
        realm.api().login(user.email(), "wrong");
        assertOne("LOGIN_ERROR", user).hasError("invalid_user_credentials");
        assertThat(realm.events("LOGIN", user)).isEmpty();
    }

    @Test
    void signInOfAnUnknownEmail() {
        String email = TestRealm.newEmail();
        realm.api().login(email, "wrong");
        assertThat(realm.events("LOGIN_ERROR"))
                .withDetail("username", email)
                .singleElement()
                .hasError("user_not_found");
    }

    @Test
    void signInOfADisabledUser() {
        TestUser user = realm.user();
        realm.disable(user);
        realm.api().login(user.email(), user.password());
        assertOne("LOGIN_ERROR", user).hasError("user_disabled");
    }

    @Test
    void signInOfALockedUser() {
        TestUser user = realm.user();
        for (int i = 0; i < 6; i++) {
            realm.api().login(user.email(), "wrong");
        }
        assertThat(realm.events("LOGIN_ERROR", user))
                .withError("user_temporarily_disabled")
                .isNotEmpty();
    }

    @Test
    void signUp() {
        String email = TestRealm.newEmail();
        Tokens tokens = realm.api().signUp(email, TestRealm.PASSWORD).assertTokens(201);
        TestUser user = new TestUser(tokens.userId(), email, TestRealm.PASSWORD);
        assertOne("REGISTER", user).hasDetail("email", email);
        assertOne("LOGIN", user).hasSession(tokens.sessionId());
    }

    @Test
    void refusedSignUp() {
        TestUser user = realm.user();
        realm.api().signUp(user.email(), TestRealm.PASSWORD);
        assertThat(realm.events("REGISTER_ERROR"))
                .withDetail("email", user.email())
                .singleElement()
                .hasError("email_in_use");
    }

    @Test
    void refresh() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.api().refresh(tokens.refresh()).assertTokens();
        assertOne("REFRESH_TOKEN", user).hasSession(tokens.sessionId());
    }

    @PrivateApi
    @Test
    void replayAndTheSessionItEnds() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.api().refresh(tokens.refresh()).assertTokens();
        realm.api().refresh(tokens.refresh()).assertStatus(401);
        assertOne("REFRESH_TOKEN_ERROR", user)
                .hasError("refresh_token_reuse")
                .hasSession(tokens.sessionId());
    }

    @Test
    void logout() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.api().bearer(tokens).post("/v1/auth/logout").assertStatus(200);
        assertOne("LOGOUT", user).hasSession(tokens.sessionId());
    }

    @PrivateApi
    @Test
    void revokedSession() {
        TestUser user = realm.user();
        Tokens kept = realm.signIn(user);
        Tokens revoked = realm.signIn(user);
        realm.api().bearer(kept).delete("/v1/auth/sessions/" + revoked.sessionId());
        assertOne("LOGOUT", user).hasSession(revoked.sessionId());
    }

    @Test
    void changedPassword() {
        TestUser user = realm.user();
        Api api = realm.api().bearer(realm.signIn(user));
        api.post(
                "/v1/auth/password",
                Map.of("current_password", "wrong", "new_password", "a-new-horse-battery"));
        assertThat(realm.events("UPDATE_CREDENTIAL_ERROR", user)).hasSize(1);
        api.post(
                "/v1/auth/password",
                Map.of("current_password", user.password(), "new_password", "a-new-horse-battery"));
        assertOne("UPDATE_CREDENTIAL", user);
    }

    @Test
    void noEventContainsASecret() {
        String password = "a-password-nobody-may-read";
        TestUser user = realm.user(TestRealm.newEmail(), password, u -> {});
        Tokens tokens = realm.signIn(user);
        realm.api().login(user.email(), password + "-wrong");
        Tokens next = realm.api().refresh(tokens.refresh()).assertTokens();
        realm.api().bearer(next).post("/v1/auth/logout");
        assertThat(realm.events())
                .mention(user.id())
                .doNotMention(password, tokens.refresh(), tokens.access(), next.refresh());
    }
}
