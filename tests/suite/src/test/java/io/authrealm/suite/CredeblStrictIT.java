package io.authrealm.suite;

import static io.authrealm.suite.Credebl.assertError;
import static io.authrealm.suite.Credebl.data;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dialect of CREDEBL on a realm that reveals accounts, as the platform itself does. */
class CredeblStrictIT {

    private static final int MOST_SESSIONS = 2;
    private static final String NEW_PASSWORD = "another-good-pass";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(representation -> representation.put("verifyEmail", true))
                    .setting("reveal_accounts", "true")
                    .setting("sessions_per_user", String.valueOf(MOST_SESSIONS))
                    .setting("password_transport", "encrypted")
                    .setting("password_key", Credebl.KEY);

    private static Credebl client() {
        return Credebl.of(realm);
    }

    private static TestUser unverified() {
        return realm.user(user -> user.put("emailVerified", false));
    }

    @Test
    void aSignInTellsUnknownAndUnverifiedAddressesBeforeThePassword() {
        assertError(client().signIn(TestRealm.newEmail(), "any-password"), 404, "User not found");
        assertError(client().signIn(unverified().email(), "wrong-password"), 400);
        TestUser user = realm.user();
        assertError(client().signIn(user.email(), "wrong-password"), 401, "Invalid Credentials");
        TestUser deleted = realm.user();
        realm.delete(deleted);
        assertError(client().signIn(deleted.email(), deleted.password()), 404);
        data(client().signIn(user.email(), user.password()), 200);
    }

    @Test
    void nobodyGetsMoreSessionsThanTheTenantAllows() {
        TestUser user = realm.user();
        JsonNode first = client().signedIn(user);
        client().signedIn(user);
        for (String password : List.of(user.password(), "wrong-password")) {
            Answer answer = client().signIn(user.email(), password);
            assertError(answer, 400);
            assertThat(answer.text("message")).contains("sessions");
        }
        realm.api().login(user.email(), user.password()).assertError(403, "auth.too_many_sessions");
        realm.api()
                .login(TestRealm.newEmail(), "any-password")
                .assertError(401, "auth.invalid_credentials");
        assertThat(realm.sessionIds(user)).hasSize(MOST_SESSIONS);
        data(client().bearer(first.path("access_token").asText()).signOut(), 200);
        client().signedIn(user);
    }

    @Test
    void plainPasswordsAreTakenOnlyIfTheClientSaysSo() {
        TestUser user = realm.user();
        data(client().plain().signIn(user.email(), user.password()), 200);
        Answer answer =
                client().post(
                                "/auth/signin",
                                Map.of("email", user.email(), "password", user.password()));
        assertError(answer, 400, "Invalid Credentials");
    }

    @Test
    void theKeyIsNotShownToAdmins() {
        assertThat(realm.settings().toString())
                .contains("\"**********\"")
                .doesNotContain(Credebl.KEY);
        // The console sends back what it has been shown.
        realm.updateSettings(Map.of("step_up_seconds", List.of("60")));
        TestUser user = realm.user();
        data(client().signIn(user.email(), user.password()), 200);
        assertThat(realm.updateSettings(realm.admin(), Map.of("password_key", List.of())).status())
                .isEqualTo(400);
    }

    @Test
    void existenceIsPublic() {
        TestUser user = realm.user();
        JsonNode known = data(client().existence(user.email()), 200);
        assertThat(known.path("userId").asText()).isEqualTo(user.id());
        assertThat(known.path("isRegistrationCompleted").asBoolean()).isTrue();
        assertThat(known.path("isEmailVerified").asBoolean()).isTrue();
        JsonNode unknown = data(client().existence(TestRealm.newEmail()), 200);
        assertThat(unknown.path("userId").isNull()).isTrue();
        assertThat(unknown.path("isRegistrationCompleted").asBoolean()).isFalse();
    }

    @Test
    void aTakenAddressCannotBeRegistered() {
        TestUser user = realm.user();
        assertError(client().mailVerification(user.email()), 409);
        assertError(client().signUp(user.email(), NEW_PASSWORD), 409);
        assertError(client().signUp(TestRealm.newEmail(), NEW_PASSWORD), 404);
        assertThat(mailbox.of(user.email())).isEmpty();
    }

    @Test
    void forgottenPasswordsAreForUsersWithAVerifiedAddress() {
        assertError(client().forgotPassword(TestRealm.newEmail()), 404);
        assertError(client().forgotPassword(unverified().email()), 400);
        assertError(client().resetPassword(TestRealm.newEmail(), "no-token", NEW_PASSWORD), 404);
        assertError(client().resetPassword(realm.user().email(), "no-token", NEW_PASSWORD), 400);
        data(client().forgotPassword(realm.user().email()), 200);
    }

    @Test
    void sessionDetailsAreOffUnlessTheRealmSwitchesThemOn() {
        String id = client().signedIn(realm.user()).path("sessionId").asText();
        assertError(client().sessionDetails(id), 404);
    }

    @Test
    void aRealmWithoutRegistrationHasNone() {
        realm.updateRealm(representation -> representation.put("registrationAllowed", false));
        try {
            assertError(client().mailVerification(TestRealm.newEmail()), 403);
            assertError(client().signUp(TestRealm.newEmail(), NEW_PASSWORD), 403);
        } finally {
            realm.updateRealm(representation -> representation.put("registrationAllowed", true));
        }
    }

    @Test
    void aFrontEndWithoutAnAddressIsAFaultOfTheTenant() {
        realm.updateSettings(Map.of("app_url", List.of()));
        try {
            assertError(client().mailVerification(TestRealm.newEmail()), 500);
        } finally {
            realm.updateSettings(Map.of("app_url", List.of("http://localhost:3000")));
        }
    }

    /** Qeet ID and JITSudo have no such answers, and would lose the way in that they have. */
    @Test
    void otherDialectsAnswerAsInARealmThatRevealsNothing() {
        TestUser user = unverified();
        Answer waiting = realm.api().login(user.email(), user.password());
        waiting.assertError(403, "auth.action_required");
        Jitsudo jitsudo = Jitsudo.of(realm);
        assertThat(jitsudo.login(user).assertStatus(403).text("code"))
                .isEqualTo("email_not_verified");
        realm.api().forgotPassword(user.email()).assertStatus(202);
        mailbox.await(user.email(), 1);

        TestUser busy = realm.user();
        for (int i = 0; i < MOST_SESSIONS; i++) {
            client().signedIn(busy);
        }
        realm.api().login(busy.email(), "wrong").assertError(401, "auth.invalid_credentials");
        jitsudo.login(busy.email(), "wrong").assertStatus(401);
    }

    /** A realm may have a role of that name that means something else. */
    @Test
    void strangersGetNoRoleThatTheRealmHasNotNamed() {
        realm.post("/roles", Map.of("name", "holder"));
        String email = TestRealm.newEmail();
        data(client().mailVerification(email), 201);
        Matcher code =
                Pattern.compile("verificationCode=([0-9a-f-]+)")
                        .matcher(mailbox.await(email, 1).text());
        assertThat(code.find()).isTrue();
        data(client().verify(email, code.group(1)), 200);
        Map<String, Object> body =
                Map.of(
                        "email",
                        email,
                        "firstName",
                        "Ada",
                        "lastName",
                        "Lovelace",
                        "password",
                        client().encrypted(NEW_PASSWORD),
                        "isHolder",
                        true);
        String id = data(client().post("/auth/signup", body), 201).path("userId").asText();
        assertThat(realm.get("/users/" + id + "/role-mappings/realm").toString())
                .doesNotContain("\"name\":\"holder\"");
    }

    /** Keycloak's pages give sessions other ids than the API does. */
    @Test
    void aUserEndsSessionsOfBrowsersToo() {
        Browser.createClient(realm);
        TestUser user = realm.user();
        new Browser(realm).logIn(user.email(), user.password()).assertStatus(302);
        String ofBrowser = realm.sessionIds(user).get(0);
        JsonNode own = client().signedIn(user);
        Credebl asUser = client().bearer(own.path("access_token").asText());
        assertThat(data(asUser.get("/auth/" + user.id() + "/sessions"), 200).toString())
                .contains(ofBrowser);
        data(asUser.delete("/auth/" + ofBrowser + "/sessions"), 200);
        assertThat(realm.sessionIds(user)).containsExactly(own.path("sessionId").asText());
        assertThat(asUser.delete("/auth/" + ofBrowser + "/sessions").status()).isIn(400, 404);

        new Browser(realm).logIn(user.email(), user.password()).assertStatus(302);
        List<String> others = new ArrayList<>(realm.sessionIds(user));
        others.remove(own.path("sessionId").asText());
        assertThat(others).hasSize(1);
        data(asUser.signOut(others.get(0)), 200);
        assertThat(realm.sessionIds(user)).containsExactly(own.path("sessionId").asText());
    }
}
