package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The request id of an answer leads to the events and log lines of that request. */
class RequestIdIT {

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("adminEventsDetailsEnabled", true));

    @RegisterExtension
    static final TestRealm withoutMailServer =
            TestRealm.fresh().setting("app_url", "https://app.example");

    private final List<String> sent = new ArrayList<>();

    /** The API for one request, with a new id. */
    private Api next() {
        sent.add("trace-" + TestRealm.random());
        return realm.api().with("X-Request-Id", sent.get(sent.size() - 1));
    }

    @PrivateApi
    @Test
    void everyEventNamesItsRequest() {
        String email = TestRealm.newEmail();
        Map<String, String> changed =
                Map.of("current_password", "wrong", "new_password", "a-new-horse-battery");
        Map<String, String> forgot = Map.of("email", email);

        Tokens first = next().signUp(email, TestRealm.PASSWORD).assertTokens(201);
        next().signUp(email, TestRealm.PASSWORD).assertStatus(422);
        next().login(email, TestRealm.PASSWORD).assertStatus(200);
        next().login(email, "wrong").assertStatus(401);
        next().login(TestRealm.newEmail(), "wrong").assertStatus(401);
        Tokens second = next().refresh(first.refresh()).assertTokens();
        next().bearer(second).post("/v1/auth/password", changed).assertStatus(401);
        next().bearer(second).patch("/v1/me", Map.of("display_name", "Ann")).assertStatus(200);
        next().post("/v1/auth/forgot-password", forgot).assertStatus(202);
        next().bearer(second).post("/v1/auth/logout").assertStatus(200);
        next().refresh("garbage").assertStatus(401);

        assertThat(realm.events()).details("request_id").containsAll(sent).doesNotContain("");
    }

    @PrivateApi
    @Test
    void everyEventOfAnAdminNamesItsRequest() {
        Tokens admin = realm.signIn(realm.admin("manage-users"));
        Map<String, String> user =
                Map.of("email", TestRealm.newEmail(), "password", TestRealm.PASSWORD);
        String id = next().bearer(admin).post("/v1/users", user).assertStatus(201).text("id");
        next().bearer(admin).patch("/v1/users/" + id, Map.of("display_name", "Ann"));
        next().bearer(admin).delete("/v1/users/" + id).assertStatus(204);
        next().bearer(admin)
                .post("/v1/users/bulk", Map.of("users", List.of(Map.of("email", "x@example.test"))))
                .assertStatus(200);

        assertThat(realm.adminEvents("users*")).details("request_id").containsAll(sent);
    }

    @Test
    void eventAboutAnUndeliverableMailNamesItsRequest() {
        TestUser user = withoutMailServer.user();
        withoutMailServer
                .api()
                .with("X-Request-Id", "wanted-a-mail")
                .startMagicLink(user.email())
                .assertStatus(200);
        assertThat(withoutMailServer.awaitEvents("SEND_VERIFY_EMAIL_ERROR", user))
                .singleElement()
                .hasDetail("request_id", "wanted-a-mail");
    }

    @PrivateApi
    @Test
    @DisabledIfSystemProperty(
            named = "authrealm.test.server",
            matches = "containers",
            disabledReason = "reads the log of the server")
    void logLinesNameOnlyTheirOwnRequest() {
        next().login(TestRealm.newEmail(), "wrong").assertStatus(401);
        String logged = "<" + sent.get(0) + ">";
        Await.until(
                "the refused sign-in is in the log",
                Duration.ofSeconds(10),
                () -> TestServer.log().stream().anyMatch(line -> line.contains(logged)));
        int before = TestServer.log().size();

        String email = TestRealm.newEmail();
        Browser.createClient(realm);
        Parallel.run(40, 20, i -> Browser.directGrant(realm, email, "wrong"));

        List<String> after =
                TestServer.log().stream()
                        .skip(before)
                        .filter(line -> line.contains(email))
                        .toList();
        assertThat(after).hasSize(40).allSatisfy(line -> assertThat(line).contains("<> "));
    }
}
