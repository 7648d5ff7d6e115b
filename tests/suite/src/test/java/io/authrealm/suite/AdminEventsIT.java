package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's log of admin actions, as far as this API writes it. */
class AdminEventsIT {

    /** A realm that records as much as it can. */
    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(r -> r.put("adminEventsDetailsEnabled", true));

    private static final String PASSWORD = "a-password-nobody-may-read-7";
    private static final String METADATA = "a-metadata-value-nobody-may-read";

    private static TestUser adminUser;
    private static Tokens adminTokens;
    private static Api admin;

    private TestUser user;
    private Events before;

    @BeforeAll
    static void signInAdmin() {
        adminUser = realm.admin("manage-users");
        adminTokens = realm.signIn(adminUser);
        admin = realm.api().bearer(adminTokens);
    }

    @BeforeEach
    void createUser() {
        user = realm.user();
        before = realm.adminEvents();
    }

    private Events newEvents() {
        return realm.adminEvents().since(before);
    }

    private String path() {
        return "/v1/users/" + user.id();
    }

    /** Asserts that there is exactly one new event, with this content, author and address. */
    private EventAssert assertOne(String operation, String path) {
        String client = realm.get("/clients?clientId=" + TestRealm.CLIENT).at("/0/id").asText();
        EventAssert event =
                assertThat(newEvents())
                        .as("%s %s", operation, path)
                        .singleElement()
                        .hasOperation(operation, "USER", path)
                        .hasUser(adminUser.id())
                        .hasClient(client)
                        .hasAddress()
                        .hasNoError();
        before = realm.adminEvents();
        return event;
    }

    @PrivateApi
    @Test
    void create() {
        String email = TestRealm.newEmail();
        String id = admin.post("/v1/users", secrets(email)).assertStatus(201).text("id");
        assertOne("CREATE", "users/" + id).hasRepresentationWith(email);
    }

    private static Map<String, Object> secrets(String email) {
        return Map.of(
                "email",
                email,
                "password",
                PASSWORD,
                "phone",
                "+12015550199",
                "metadata",
                Map.of("secret", METADATA));
    }

    @Test
    void patch() {
        admin.patch(path(), Map.of("display_name", "Maria", "metadata", Map.of("k", METADATA)))
                .assertStatus(200);
        assertOne("UPDATE", "users/" + user.id());
        admin.patch(path(), Map.of("status", "suspended")).assertStatus(200);
        assertOne("UPDATE", "users/" + user.id());
        admin.patch(path(), Map.of("status", "active")).assertStatus(200);
        assertOne("UPDATE", "users/" + user.id());
    }

    @Test
    void patchThatChangesNothingLeavesNoEvent() {
        admin.patch(path(), Map.of()).assertStatus(200);
        admin.patch(path(), Map.of("locale", "de")).assertStatus(200);
        admin.patch(path(), Map.of("email", user.email())).assertStatus(200);
        admin.patch(path(), Map.of("status", "active")).assertStatus(200);
        assertThat(newEvents()).isEmpty();
    }

    @PrivateApi
    @Test
    void deleteRestoreAndPurge() {
        admin.delete(path()).assertStatus(204);
        assertOne("DELETE", "users/" + user.id());
        admin.post(path() + "/restore").assertStatus(200);
        assertOne("ACTION", "users/" + user.id() + "/restore");
        admin.delete(path()).assertStatus(204);
        assertOne("DELETE", "users/" + user.id());
        admin.delete(path() + "/purge").assertStatus(204);
        assertOne("DELETE", "users/" + user.id() + "/purge");
    }

    @Test
    void purgeByPost() {
        admin.delete(path()).assertStatus(204);
        assertOne("DELETE", "users/" + user.id());
        admin.post(path() + "/purge").assertStatus(204);
        assertOne("DELETE", "users/" + user.id() + "/purge");
    }

    @Test
    void password() {
        for (String method : List.of("POST", "PUT")) {
            admin.send(method, path() + "/password", Map.of("password", PASSWORD + method))
                    .assertStatus(204);
            assertOne("ACTION", "users/" + user.id() + "/reset-password");
        }
    }

    @Test
    void secondFactor() {
        admin.send("PUT", path() + "/mfa-required", Map.of("required", true)).assertStatus(200);
        assertOne("UPDATE", "users/" + user.id());
        admin.send("PUT", path() + "/mfa-required", Map.of("required", false)).assertStatus(200);
        assertOne("UPDATE", "users/" + user.id());
        TestUser protectedUser = realm.userWithTotp(Totp.newSecret());
        before = realm.adminEvents();
        admin.delete("/v1/users/" + protectedUser.id() + "/mfa").assertStatus(200);
        assertOne("ACTION", "users/" + protectedUser.id() + "/reset-mfa");
    }

    @Test
    void revokedSessions() {
        realm.signIn(user);
        admin.post(path() + "/sessions/revoke-all").assertStatus(200);
        assertOne("ACTION", "users/" + user.id() + "/logout");
        assertThat(realm.events("LOGOUT", user)).hasSize(1);
    }

    @PrivateApi
    @Test
    void masterAdminIsNamed() {
        realm.asOperator().patch(path(), Map.of("display_name", "By the master")).assertStatus(200);
        String id =
                TestServer.admin()
                        .get("/master/users?username=admin&exact=true")
                        .at("/0/id")
                        .asText();
        assertThat(newEvents())
                .singleElement()
                .hasRealm(TestServer.admin().get("/master").path("id").asText())
                .hasUser(id);
        assertThat(Events.of(TestServer.admin().get("/master/admin-events")))
                .doNotMention(user.id());
    }

    @Test
    void eventAtTheRootHasTheSamePath() {
        realm.awaitAtRoot();
        TestServer.root()
                .bearer(adminTokens)
                .patch(path(), Map.of("display_name", "At the root"))
                .assertStatus(200);
        assertOne("UPDATE", "users/" + user.id());
    }

    @Test
    void reading() {
        for (AdminRoute route : AdminRoute.all()) {
            if (!route.needsMore()) {
                boolean isAboutTenant = route.subject() == AdminRoute.Subject.TENANT;
                route.send(admin, isAboutTenant ? realm.tenantId() : user.id()).assertStatus(200);
            }
        }
        assertThat(newEvents()).isEmpty();
    }

    @Test
    void refusedRequestLeavesNoEvent() {
        Api viewer = realm.as(realm.admin("view-users"));
        TestUser deleted = realm.user();
        admin.delete("/v1/users/" + deleted.id()).assertStatus(204);
        before = realm.adminEvents();
        String unknown = "/v1/users/" + UUID.randomUUID();
        List<Answer> answers = new ArrayList<>();
        for (AdminRoute route : AdminRoute.all()) {
            if (route.needsMore()) {
                answers.add(route.send(viewer, user.id()));
                answers.add(route.send(realm.api(), user.id()));
                if (route.isAboutOne()) {
                    answers.add(route.send(admin, UUID.randomUUID().toString()));
                }
            }
        }
        answers.add(admin.post("/v1/users", Map.of("email", user.email())));
        answers.add(admin.post("/v1/users", Map.of("email", deleted.email())));
        answers.add(admin.post("/v1/users", Map.of("email", "no address")));
        answers.add(
                admin.post(
                        "/v1/users",
                        Map.of("email", TestRealm.newEmail(), "password", "password1")));
        answers.add(admin.patch(path(), Map.of("status", "deleted")));
        answers.add(admin.patch(path(), Map.of("email", TestRealm.newEmail())));
        answers.add(admin.post(path() + "/password", Map.of("password", "password1")));
        answers.add(admin.post(path() + "/password", Map.of("password", "short")));
        answers.add(admin.send("PUT", path() + "/mfa-required", Map.of()));
        answers.add(admin.post(path() + "/restore"));
        answers.add(admin.delete(path() + "/purge"));
        answers.add(admin.delete("/v1/users/" + deleted.id()));
        answers.add(admin.delete(unknown));
        answers.forEach(Answer::assertErrorEnvelope);
        assertThat(newEvents()).isEmpty();
    }

    @Test
    void noEventContainsASecret() {
        String email = TestRealm.newEmail();
        String id = admin.post("/v1/users", secrets(email)).assertStatus(201).text("id");
        Tokens tokens = realm.api().login(email, PASSWORD).assertTokens();
        String path = "/v1/users/" + id;
        admin.patch(path, Map.of("metadata", Map.of("more", METADATA), "phone", "+12015550188"))
                .assertStatus(200);
        admin.post(path + "/password", Map.of("password", PASSWORD + "-set")).assertStatus(204);
        admin.post(path + "/password", Map.of("password", PASSWORD.substring(0, 5)))
                .assertStatus(422);
        admin.post(path + "/password", "{\"password\":\"" + PASSWORD + "\"").assertStatus(400);
        admin.post(path + "/password", Map.of("pass_word", PASSWORD)).assertStatus(400);
        admin.patch(path, "{\"metadata\":{\"m\":\"" + METADATA + "\"},,}").assertStatus(400);
        admin.delete(path).assertStatus(204);
        admin.post(path + "/restore").assertStatus(200);

        String[] secrets = {
            PASSWORD,
            METADATA,
            "+12015550199",
            "+12015550188",
            tokens.access(),
            tokens.refresh(),
            adminTokens.access(),
            adminTokens.refresh()
        };
        assertThat(realm.adminEvents()).mention(id).doNotMention(secrets);
        assertThat(realm.events()).mention(id).doNotMention(secrets);
        String log = log();
        for (String secret : secrets) {
            assertThat(log.contains(secret)).as("%.20s in the log", secret).isFalse();
        }
    }

    private static String log() {
        return TestServer.isContainer() ? "" : String.join("\n", TestServer.log());
    }
}
