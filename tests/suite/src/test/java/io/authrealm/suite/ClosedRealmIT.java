package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Realms that must not answer, or not over plain HTTP. */
class ClosedRealmIT {

    @RegisterExtension static final TestRealm open = TestRealm.fresh();
    @RegisterExtension static final TestRealm notOptedIn = TestRealm.fresh().notOptedIn();

    @RegisterExtension
    static final TestRealm switchedOff = TestRealm.fresh().setting("enabled", "false");

    @RegisterExtension
    static final TestRealm withoutClient =
            TestRealm.fresh().setting("client_id", "a-client-that-is-not-there");

    @RegisterExtension
    static final TestRealm tlsOnly = TestRealm.fresh().with(r -> r.put("sslRequired", "all"));

    @RegisterExtension static final TestRealm closing = TestRealm.fresh();

    /** Every route once, with valid input if that matters. */
    private static List<Answer> everyRoute(TestRealm realm, TestUser user, String accessToken) {
        List<Answer> answers = new ArrayList<>();
        for (Api api : List.of(realm.api(), realm.api().with("Accept", "text/html"))) {
            Api caller = api.bearer(accessToken);
            answers.add(api.login(user.email(), user.password()));
            answers.add(api.signUp(TestRealm.newEmail(), TestRealm.PASSWORD));
            answers.add(api.refresh("garbage"));
            answers.add(api.mfa("6d0f8e52-3d4b-4a80-9a3f-2f1f0c6a7b11", "123456"));
            answers.add(caller.post("/v1/auth/logout"));
            answers.add(caller.get("/v1/auth/me"));
            answers.add(caller.get("/v1/auth/sessions"));
            answers.add(caller.get("/v1/auth/password"));
            answers.add(
                    caller.post(
                            "/v1/auth/password",
                            Map.of(
                                    "current_password",
                                    user.password(),
                                    "new_password",
                                    "another-one")));
            answers.add(caller.get("/v1/me"));
            answers.add(caller.patch("/v1/me", Map.of("display_name", "Changed")));
        }
        return answers;
    }

    private static void assertClosed(TestRealm realm, TestUser user, String accessToken) {
        int users = realm.numberOfUsers();
        assertThat(everyRoute(realm, user, accessToken))
                .allSatisfy(a -> a.assertError(404, "not_found"));
        realm.api().get("/v1/.well-known/jwks.json").assertError(404, "not_found");
        realm.api().get("/v1/healthz").assertError(404, "not_found");
        realm.api()
                .with("Content-Type", "text/plain")
                .post("/v1/auth/login")
                .assertError(404, "not_found");
        assertThat(realm.numberOfUsers()).isEqualTo(users);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    private static String someToken() {
        return open.signIn(open.user()).access();
    }

    @Test
    void realmThatHasNotOptedInIsNotFound() {
        assertClosed(notOptedIn, notOptedIn.user(), someToken());
    }

    @Test
    void realmThatIsSwitchedOffIsNotFound() {
        assertClosed(switchedOff, switchedOff.user(), someToken());
    }

    @Test
    void realmWithoutItsClientIsNotFound() {
        assertClosed(withoutClient, withoutClient.user(), someToken());
    }

    @PrivateApi
    @Test
    void masterIsNotFound() {
        new Api(TestServer.url() + "/realms/master")
                .login("admin@example.test", "admin")
                .assertError(404, "not_found");
    }

    @Test
    void unknownRealmIsNotFound() {
        Answer answer =
                new Api(TestServer.url() + "/realms/no-such-realm")
                        .with("Accept", "text/html")
                        .login("a@b.test", "x");
        assertThat(answer.status()).as("%s", answer).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("Exception");
    }

    @PrivateApi
    @Test
    void realmThatIsClosedLaterStopsAnsweringAtOnceAndComesBack() {
        TestUser user = closing.user();
        Tokens tokens = closing.signIn(user);
        closing.updateRealm(r -> r.put("enabled", false));
        assertThat(everyRoute(closing, user, tokens.access()))
                .allSatisfy(a -> a.assertError(404, "not_found"));
        closing.api().refresh(tokens.refresh()).assertError(404, "not_found");
        closing.updateRealm(r -> r.put("enabled", true));
        closing.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        closing.api().refresh(tokens.refresh()).assertTokens();

        closing.updateSettings(Map.of("enabled", List.of("false")));
        closing.api().login(user.email(), user.password()).assertError(404, "not_found");
        closing.updateSettings(Map.of("enabled", List.of("true")));
        closing.signIn(user);
    }

    @Test
    void plainHttpIsForbiddenIfTheRealmRequiresTls() {
        TestUser user = tlsOnly.user();
        int users = tlsOnly.numberOfUsers();
        assertThat(everyRoute(tlsOnly, user, someToken()))
                .allSatisfy(a -> a.assertError(403, "forbidden"));
        Jitsudo jitsudo = Jitsudo.of(tlsOnly);
        for (Answer answer :
                List.of(
                        jitsudo.login(user),
                        jitsudo.with(someToken()).get("/users/me/profile"),
                        jitsudo.with(someToken()).postNothing("/auth/logout"))) {
            Jitsudo.assertError(answer, 403, "forbidden");
            assertThat(answer.text("details.reason")).isEqualTo("HTTPS required");
        }
        Credebl credebl = Credebl.of(tlsOnly).plain();
        Credebl.assertError(credebl.signIn(user.email(), user.password()), 403);
        Credebl.assertError(credebl.bearer(someToken()).get("/users/profile"), 403);
        Authiqa authiqa = Authiqa.of(tlsOnly, Authiqa.newKey());
        Authiqa.refused(authiqa.signIn(user), 403, "HTTPS_REQUIRED");
        Authiqa.refused(authiqa.bearer(someToken()).get("user-profile"), 403, "HTTPS_REQUIRED");
        assertThat(tlsOnly.numberOfUsers()).isEqualTo(users);
        assertThat(tlsOnly.sessionIds(user)).isEmpty();
        // A header from an untrusted proxy does not make a connection secure.
        tlsOnly.api()
                .with("X-Forwarded-Proto", "https")
                .login(user.email(), user.password())
                .assertError(403, "forbidden");
    }

    @PrivateApi
    @Test
    void badSettingsAreRefusedWhenTheyAreWritten() {
        Map<String, String> bad =
                Map.of(
                        "ip_rate", "fast",
                        "ip_burst", "0",
                        "max_body_bytes", "-1",
                        "tenant_id", "no-uuid",
                        "mfa_max_attempts", "many",
                        "signup_floor_ms", "-5");
        bad.forEach(
                (key, value) ->
                        assertThat(refusal(key, value)).as(key).contains(": 400 ").contains(key));
        open.signIn(open.user());
        for (String key : bad.keySet()) {
            Answer answer =
                    TestServer.admin()
                            .send(
                                    "POST",
                                    "",
                                    TestRealm.fresh().setting(key, bad.get(key)).representation());
            assertThat(answer.assertStatus(400).body()).contains(key);
        }
    }

    private static String refusal(String key, String value) {
        try {
            open.updateSettings(Map.of(key, List.of(value)));
            return key + " was accepted";
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }
}
