package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an admin sees in the console's event log. */
class EventsIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static JsonNode theOne(String type, TestUser user) {
        List<JsonNode> events = realm.events(type, user);
        assertThat(events).as(type).hasSize(1);
        JsonNode event = events.get(0);
        assertThat(event.path("clientId").asText()).isEqualTo(TestRealm.CLIENT);
        assertThat(event.path("ipAddress").asText()).isNotBlank();
        return event;
    }

    @PrivateApi
    @Test
    void signIn() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        JsonNode event = theOne("LOGIN", user);
        assertThat(event.path("sessionId").asText()).isEqualTo(tokens.sessionId());
    }

    @PrivateApi
    @Test
    void refusedSignIn() {
        TestUser user = realm.user();
        realm.api().login(user.email(), "wrong");
        assertThat(theOne("LOGIN_ERROR", user).path("error").asText())
                .isEqualTo("invalid_user_credentials");
        assertThat(realm.events("LOGIN", user)).isEmpty();
    }

    @Test
    void signInOfAnUnknownEmail() {
        String email = TestRealm.newEmail();
        realm.api().login(email, "wrong");
        assertThat(realm.events("LOGIN_ERROR"))
                .filteredOn(e -> e.at("/details/username").asText().equals(email))
                .singleElement()
                .satisfies(e -> assertThat(e.path("error").asText()).isEqualTo("user_not_found"));
    }

    @Test
    void signInOfADisabledUser() {
        TestUser user = realm.user();
        realm.disable(user);
        realm.api().login(user.email(), user.password());
        assertThat(theOne("LOGIN_ERROR", user).path("error").asText()).isEqualTo("user_disabled");
    }

    @Test
    void signInOfALockedUser() {
        TestUser user = realm.user();
        for (int i = 0; i < 6; i++) {
            realm.api().login(user.email(), "wrong");
        }
        assertThat(realm.events("LOGIN_ERROR", user))
                .extracting(e -> e.path("error").asText())
                .contains("user_temporarily_disabled");
    }

    @Test
    void signUp() {
        String email = TestRealm.newEmail();
        Tokens tokens = realm.api().signUp(email, TestRealm.PASSWORD).assertTokens(201);
        TestUser user = new TestUser(tokens.userId(), email, TestRealm.PASSWORD);
        assertThat(theOne("REGISTER", user).at("/details/email").asText()).isEqualTo(email);
        assertThat(theOne("LOGIN", user).path("sessionId").asText()).isEqualTo(tokens.sessionId());
    }

    @Test
    void refusedSignUp() {
        TestUser user = realm.user();
        realm.api().signUp(user.email(), TestRealm.PASSWORD);
        assertThat(realm.events("REGISTER_ERROR"))
                .filteredOn(e -> e.at("/details/email").asText().equals(user.email()))
                .singleElement()
                .satisfies(e -> assertThat(e.path("error").asText()).isEqualTo("email_in_use"));
    }

    @Test
    void refresh() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.api().refresh(tokens.refresh()).assertTokens();
        JsonNode event = theOne("REFRESH_TOKEN", user);
        assertThat(event.path("sessionId").asText()).isEqualTo(tokens.sessionId());
    }

    @PrivateApi
    @Test
    void replayAndTheSessionItEnds() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.api().refresh(tokens.refresh()).assertTokens();
        realm.api().refresh(tokens.refresh()).assertStatus(401);
        JsonNode event = theOne("REFRESH_TOKEN_ERROR", user);
        assertThat(event.path("error").asText()).isEqualTo("refresh_token_reuse");
        assertThat(event.path("sessionId").asText()).isEqualTo(tokens.sessionId());
    }

    @Test
    void logout() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.api().bearer(tokens).post("/v1/auth/logout").assertStatus(200);
        JsonNode event = theOne("LOGOUT", user);
        assertThat(event.path("sessionId").asText()).isEqualTo(tokens.sessionId());
    }

    @PrivateApi
    @Test
    void revokedSession() {
        TestUser user = realm.user();
        Tokens kept = realm.signIn(user);
        Tokens revoked = realm.signIn(user);
        realm.api().bearer(kept).delete("/v1/auth/sessions/" + revoked.sessionId());
        JsonNode event = theOne("LOGOUT", user);
        assertThat(event.path("sessionId").asText()).isEqualTo(revoked.sessionId());
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
        theOne("UPDATE_CREDENTIAL", user);
    }

    @Test
    void noEventContainsASecret() {
        String password = "a-password-nobody-may-read";
        TestUser user = realm.user(TestRealm.newEmail(), password, u -> {});
        Tokens tokens = realm.signIn(user);
        realm.api().login(user.email(), password + "-wrong");
        Tokens next = realm.api().refresh(tokens.refresh()).assertTokens();
        realm.api().bearer(next).post("/v1/auth/logout");
        String log = realm.get("/events?max=1000").toString();
        assertThat(log)
                .contains(user.id())
                .doesNotContain(password)
                .doesNotContain(tokens.refresh())
                .doesNotContain(tokens.access())
                .doesNotContain(next.refresh());
    }
}
