package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users who are deleted, restored and purged, and how the rest of the server treats them. */
class RecycleBinIT {

    private static final String SECRET = "a-secret-of-20-bytes";
    private static final String IDENTITY_PROVIDER = "the-company";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).withIdentityProvider(IDENTITY_PROVIDER);

    /** No other test's users are in its list of deleted users. */
    @RegisterExtension static final TestRealm listed = TestRealm.fresh();

    @RegisterExtension
    static final TestRealm keeping = TestRealm.fresh().setting("keep_console_deletions", "true");

    private static String group;
    private static JsonNode role;

    @BeforeAll
    static void prepare() {
        Browser.createClient(realm);
        group = realm.admin().create(realm.path("/groups"), Map.of("name", "staff"));
        realm.admin().create(realm.path("/roles"), Map.of("name", "editor"));
        role = realm.get("/roles/editor");
    }

    private static Answer delete(TestUser user) {
        return realm.asOperator().delete("/v1/users/" + user.id());
    }

    private static Answer restore(TestUser user) {
        return realm.asOperator().post("/v1/users/" + user.id() + "/restore");
    }

    private static Answer purge(TestUser user) {
        return realm.asOperator().delete("/v1/users/" + user.id() + "/purge");
    }

    private static TestUser deleted() {
        TestUser user = realm.user();
        delete(user).assertStatus(204);
        return user;
    }

    private static TestUser editorOfStaff() {
        TestUser user =
                realm.user(
                        representation ->
                                representation
                                        .put("firstName", "Anna" + TestRealm.random())
                                        .putObject("attributes")
                                        .putArray("displayName")
                                        .add("Larsen"));
        realm.admin().put(realm.path("/users/" + user.id() + "/groups/" + group), Map.of());
        realm.admin()
                .create(realm.path("/users/" + user.id() + "/role-mappings/realm"), List.of(role));
        return user;
    }

    /** The console's lists and counts that contain the user. */
    private static List<String> listsWith(TestUser user) {
        String name = realm.get("/users/" + user.id()).path("firstName").asText();
        String email = Admin.encoded(user.email());
        List<String> found = new ArrayList<>();
        Stream.of(
                        "/users?max=1000",
                        "/users?search=" + email,
                        "/users?email=" + email + "&exact=true",
                        "/users?firstName=" + name,
                        "/users?q=displayName:Larsen&max=1000",
                        "/users?enabled=false&max=1000",
                        "/groups/" + group + "/members?max=1000",
                        "/roles/editor/users?max=1000")
                .filter(
                        path ->
                                TestRealm.list(realm.get(path)).stream()
                                        .anyMatch(
                                                each -> each.path("id").asText().equals(user.id())))
                .forEach(found::add);
        return found;
    }

    private static List<Integer> counts(TestUser user) {
        return Stream.of("", "?search=" + Admin.encoded(user.email()), "?emailVerified=true")
                .map(query -> realm.get("/users/count" + query).asInt())
                .toList();
    }

    @PrivateApi
    @Test
    void deletedUserIsMissingFromListsAndCountsOfTheConsole() {
        TestUser user = editorOfStaff();
        assertThat(listsWith(user)).hasSize(7);
        List<Integer> before = counts(user);

        delete(user).assertStatus(204);

        assertThat(listsWith(user)).isEmpty();
        assertThat(counts(user)).isEqualTo(before.stream().map(count -> count - 1).toList());

        restore(user).assertStatus(200);

        assertThat(listsWith(user)).hasSize(7);
        assertThat(counts(user)).isEqualTo(before);
    }

    @PrivateApi
    @Test
    void consoleCannotEnableADeletedUser() {
        TestUser user = deleted();
        ObjectNode stored = (ObjectNode) realm.get("/users/" + user.id());
        assertThat(stored.path("enabled").asBoolean()).isFalse();

        Answer refused =
                realm.admin()
                        .send("PUT", realm.path("/users/" + user.id()), stored.put("enabled", true))
                        .assertStatus(400);
        assertThat(refused.body())
                .contains("was deleted on " + Instant.now().toString().substring(0, 8))
                .contains("/v1/users/" + user.id() + "/restore");
        // Anything else can be changed.
        realm.admin()
                .put(
                        realm.path("/users/" + user.id()),
                        stored.put("enabled", false).put("lastName", "Larsen"));

        assertThat(realm.get("/users/" + user.id()).path("enabled").asBoolean()).isFalse();
        assertThat(listsWith(user)).isEmpty();
        realm.api()
                .login(user.email(), user.password())
                .assertError(401, "auth.invalid_credentials");
        Browser.directGrant(realm, user.email(), user.password()).assertStatus(400);
        restore(user).assertStatus(200);
        realm.signIn(user);
    }

    @PrivateApi
    @Test
    void adminsLearnWhichDeletedUserHasAnAddress() {
        TestUser user = deleted();
        Map<String, String> wanted = Map.of("username", user.email(), "email", user.email());
        for (Answer taken :
                List.of(
                        realm.admin().send("POST", realm.path("/users"), wanted),
                        realm.ownAdmin("manage-users").send("POST", realm.path("/users"), wanted),
                        realm.admin()
                                .send("PUT", realm.path("/users/" + realm.user().id()), wanted))) {
            taken.assertStatus(409);
            assertThat(taken.body()).contains(user.id(), "was deleted on ", "/restore", "/purge");
        }
        Answer taken = realm.asOperator().post("/v1/users", Map.of("email", user.email()));
        taken.assertError(409, "auth.email_exists");
        assertThat(taken.text("error.detail")).contains(user.id(), "deleted on ");

        // Who signs up learns nothing.
        assertThat(realm.api().signUp(user.email(), TestRealm.PASSWORD).body())
                .doesNotContain(user.id(), "deleted");
        Browser browser = new Browser(realm);
        assertThat(
                        browser.register(
                                        browser.openRegistrationPage(),
                                        user.email(),
                                        TestRealm.PASSWORD)
                                .body())
                .doesNotContain(user.id(), "deleted");
    }

    @PrivateApi
    @Test
    void deletionInTheConsoleCanBeUndoneIfTheRealmWantsIt() {
        TestUser user = keeping.user(u -> u.put("lastName", "Larsen"));
        keeping.admin().create(keeping.path("/roles"), Map.of("name", "editor"));
        keeping.admin()
                .create(
                        keeping.path("/users/" + user.id() + "/role-mappings/realm"),
                        List.of(keeping.get("/roles/editor")));
        Tokens tokens = keeping.signIn(user);
        Events before = keeping.adminEvents();

        Answer done = keeping.admin().send("DELETE", keeping.path("/users/" + user.id()), null);

        assertThat(done.assertStatus(204).body()).isEmpty();
        assertThat(keeping.get("/users?search=" + Admin.encoded(user.email()))).isEmpty();
        keeping.api().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
        keeping.api().login(user.email(), user.password()).assertStatus(401);
        assertThat(keeping.adminEvents().since(before)).hasSize(1);
        assertThat(keeping.asOperator().get("/v1/users/deleted").body()).contains(user.id());

        keeping.asOperator().post("/v1/users/" + user.id() + "/restore").assertStatus(200);

        assertThat(keeping.signIn(user).userId()).isEqualTo(user.id());
        assertThat(
                        keeping.get("/users/" + user.id() + "/role-mappings/realm")
                                .findValuesAsText("name"))
                .contains("editor");
        assertThat(keeping.get("/users/" + user.id()).path("lastName").asText())
                .isEqualTo("Larsen");

        // The second deletion of a deleted user is final, and a service account is no user.
        keeping.admin().delete(keeping.path("/users/" + user.id()));
        keeping.admin().delete(keeping.path("/users/" + user.id()));
        assertThat(keeping.asOperator().get("/v1/users/deleted").body()).doesNotContain(user.id());
        keeping.api().signUp(user.email(), TestRealm.PASSWORD).assertTokens(201);
    }

    @Test
    void userRemovedInTheConsoleLeavesTheRecycleBin() {
        TestUser user = deleted();
        realm.admin().delete(realm.path("/users/" + user.id()));
        restore(user).assertError(404, "not_found");
        purge(user).assertError(404, "not_found");
        assertThat(realm.asOperator().get("/v1/users/deleted").assertStatus(200).body())
                .doesNotContain(user.id());
    }

    @Test
    void deletedUserIsNotFoundByTheApi() {
        TestUser user = deleted();
        String path = "/v1/users/" + user.id();
        realm.asOperator().get(path).assertError(404, "not_found");
        realm.asOperator()
                .patch(path, Map.of("display_name", "Anna"))
                .assertError(404, "not_found");
        delete(user).assertError(404, "not_found");
        assertThat(realm.asOperator().get("/v1/users?limit=200").assertStatus(200).body())
                .doesNotContain(user.id());
    }

    @Test
    void activeUserIsNeitherRestoredNorPurged() {
        TestUser user = realm.user();
        restore(user).assertError(404, "not_found");
        purge(user).assertError(404, "not_found");
        realm.signIn(user);
    }

    @Test
    void listHasTheLastDeletedFirst() {
        Api api = listed.asOperator();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TestUser user = listed.user(u -> u.put("firstName", "Anna").put("lastName", "Larsen"));
            api.delete("/v1/users/" + user.id()).assertStatus(204);
            ids.add(0, user.id());
        }
        TestUser restored = listed.user();
        api.delete("/v1/users/" + restored.id()).assertStatus(204);
        api.post("/v1/users/" + restored.id() + "/restore").assertStatus(200);

        List<String> read = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/v1/users/deleted?limit=2&cursor=" + cursor).assertStatus(200).json();
            page.path("items").forEach(item -> read.add(item.path("id").asText()));
            assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
            cursor = page.path("next_cursor").asText("");
        } while (!cursor.isEmpty());
        assertThat(read).isEqualTo(ids);

        JsonNode newest = api.get("/v1/users/deleted").json().path("items").path(0);
        JsonNode stored = listed.get("/users/" + ids.get(0));
        assertThat(newest.path("email").asText()).isEqualTo(stored.path("email").asText());
        assertThat(newest.path("display_name").asText()).isEqualTo("Anna Larsen");
        Instant createdAt = Instant.parse(newest.path("created_at").asText());
        assertThat(createdAt.toEpochMilli()).isEqualTo(stored.path("createdTimestamp").asLong());
        assertThat(Instant.parse(newest.path("deleted_at").asText()))
                .isBetween(createdAt, Instant.now());
    }

    @Test
    void signInOfADeletedUserLooksLikeAnUnknownAddress() {
        TestUser user = deleted();
        String nobody = TestRealm.newEmail();
        for (int i = 0; i < 5; i++) {
            // Includes the right password.
            String password = i % 2 == 0 ? user.password() : "wrong";
            Answer ofDeleted = realm.api().login(user.email(), password);
            Answer ofNobody = realm.api().login(nobody, password);
            ofDeleted.assertError(401, "auth.invalid_credentials");
            assertThat(withoutIds(ofDeleted)).isEqualTo(withoutIds(ofNobody));
        }
        realm.api().login(user.email(), user.password()).assertError(429, "auth.account_locked");
        realm.api().login(nobody, "wrong").assertError(429, "auth.account_locked");
        assertThat(realm.events("LOGIN_ERROR", user)).isEmpty();

        restore(user).assertStatus(200);
        // The lock belongs to the address, and restoring does not lift it.
        realm.api().login(user.email(), user.password()).assertError(429, "auth.account_locked");
    }

    @Test
    void restoredUserSignsInDespiteGuessesBelowTheLimit() {
        TestUser user = deleted();
        for (int i = 0; i < 4; i++) {
            realm.api().login(user.email(), "wrong").assertError(401, "auth.invalid_credentials");
        }
        restore(user).assertStatus(200);
        realm.signIn(user);
    }

    private static JsonNode withoutIds(Answer answer) {
        ObjectNode body = (ObjectNode) answer.json();
        body.remove("request_id");
        if (body.path("error") instanceof ObjectNode error) {
            error.remove("request_id");
        }
        return body;
    }

    @PrivateApi
    @Test
    void tokensOfADeletedUserAreDead() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        String offline =
                realm.admin()
                        .tokenEndpoint(
                                realm.name(),
                                Map.of(
                                        "grant_type", "password",
                                        "client_id", "web-app",
                                        "username", user.email(),
                                        "password", user.password(),
                                        "scope", "openid offline_access"))
                        .assertStatus(200)
                        .text("refresh_token");

        delete(user).assertStatus(204);

        realm.api().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.account_suspended");
        assertThat(refreshOffline(offline).status()).isEqualTo(400);
        assertThat(realm.sessionIds(user)).isEmpty();

        restore(user).assertStatus(200);

        realm.api().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.session_revoked");
        assertThat(refreshOffline(offline).status()).isEqualTo(400);
        realm.api().bearer(realm.signIn(user)).get("/v1/me").assertStatus(200);
    }

    private static Answer refreshOffline(String token) {
        return realm.admin()
                .tokenEndpoint(
                        realm.name(),
                        Map.of(
                                "grant_type", "refresh_token",
                                "client_id", "web-app",
                                "refresh_token", token));
    }

    @PrivateApi
    @Test
    void browserIsSignedOutAndStaysOut() {
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        browser.logIn(user.email(), user.password()).assertStatus(302);
        assertThat(browser.openLoginPage().status()).as("signed in by the cookie").isEqualTo(302);

        delete(user).assertStatus(204);

        browser.openLoginPage().assertStatus(200);
        browser.logIn(user.email(), user.password()).assertStatus(200);

        restore(user).assertStatus(200);

        browser.openLoginPage().assertStatus(200);
        browser.logIn(user.email(), user.password()).assertStatus(302);
    }

    @Test
    void secondFactorOfASignInUnderWayIsRefused() {
        TestUser user = realm.userWithTotp(SECRET);
        String challenge = realm.api().login(user.email(), user.password()).assertChallenge();
        delete(user).assertStatus(204);
        Answer ofDeleted = realm.api().mfa(challenge, Totp.codeNow(SECRET));
        Answer unknown = realm.api().mfa(UUID.randomUUID().toString(), "123456");
        assertThat(ofDeleted.status()).isEqualTo(unknown.status()).isEqualTo(401);
        assertThat(withoutIds(ofDeleted)).isEqualTo(withoutIds(unknown));
    }

    @ParameterizedTest
    @CsvSource({"/v1/auth/forgot-password, 202", "/v1/auth/magic-link/start, 200"})
    void deletedUserGetsNoMail(String start, int accepted) {
        TestUser user = deleted();
        Answer ofDeleted = realm.api().post(start, Map.of("email", user.email()));
        Answer ofNobody = realm.api().post(start, Map.of("email", TestRealm.newEmail()));
        assertThat(ofDeleted.assertStatus(accepted).json())
                .isEqualTo(ofNobody.assertStatus(accepted).json());
        // A mail that is sent after it shows that there was none.
        TestUser other = realm.user();
        realm.api().post(start, Map.of("email", other.email())).assertStatus(accepted);
        mailbox.await(other.email(), 1);
        assertThat(mailbox.of(user.email())).isEmpty();
    }

    @Test
    void linksMailedEarlierStayInvalid() {
        TestUser user = realm.user();
        String reset = mailbox.resetLink(realm, user);
        String magic = mailbox.magicLink(realm, user);

        delete(user).assertStatus(204);
        assertAreDead(reset, magic);
        restore(user).assertStatus(200);
        assertAreDead(reset, magic);
        realm.signIn(user);
    }

    private static void assertAreDead(String reset, String magic) {
        assertThat(realm.api().resetPassword(reset, "a-new-horse-battery").status()).isIn(400, 410);
        assertThat(realm.api().consumeMagicLink(magic).status()).isIn(400, 410);
    }

    @Test
    void addressOfADeletedUserIsTaken() {
        TestUser user = deleted();
        for (String email : List.of(user.email(), user.email().toUpperCase(Locale.ROOT))) {
            realm.api().signUp(email, TestRealm.PASSWORD).assertError(422, "unprocessable");
            realm.asOperator()
                    .post("/v1/users", Map.of("email", email))
                    .assertError(409, "auth.email_exists");
        }
        assertThatThrownBy(() -> realm.user(user.email(), null, u -> {}))
                .hasMessageContaining("409");
        restore(user).assertStatus(200);
        realm.signIn(user);
    }

    @PrivateApi
    @Test
    void purgedUserIsGoneAndTheAddressIsFree() {
        TestUser user = deleted();
        purge(user).assertStatus(204);
        purge(user).assertError(404, "not_found");
        restore(user).assertError(404, "not_found");
        assertThatThrownBy(() -> realm.get("/users/" + user.id())).hasMessageContaining("404");
        realm.api().signUp(user.email(), TestRealm.PASSWORD).assertStatus(201);
    }

    @Test
    void purgeByPostIsTheSame() {
        TestUser user = deleted();
        realm.asOperator().post("/v1/users/" + user.id() + "/purge").assertStatus(204);
        assertThatThrownBy(() -> realm.get("/users/" + user.id())).hasMessageContaining("404");
    }

    @PrivateApi
    @Test
    void restoredUserIsUnchanged() {
        TestUser user = realm.user();
        consent(user);
        String path = "/users/" + user.id();
        realm.admin().put(realm.path(path + "/groups/" + group), Map.of());
        realm.admin().create(realm.path(path + "/role-mappings/realm"), List.of(role));
        realm.admin()
                .create(
                        realm.path(path + "/federated-identity/" + IDENTITY_PROVIDER),
                        Map.of(
                                "identityProvider", IDENTITY_PROVIDER,
                                "userId", user.email(),
                                "userName", user.email()));
        realm.admin()
                .put(
                        realm.path(path),
                        ((ObjectNode) realm.get(path))
                                .set(
                                        "attributes",
                                        Answer.JSON.valueToTree(
                                                Map.of("displayName", List.of("Anna Larsen")))));
        JsonNode before = wholeUser(user);
        assertThat(before.path("consents")).hasSize(1);

        delete(user).assertStatus(204);
        Answer restored = restore(user).assertStatus(200);

        assertThat(wholeUser(user)).isEqualTo(before);
        assertThat(restored.text("id")).isEqualTo(user.id());
        assertThat(restored.text("status")).isEqualTo("active");
        assertThat(restored.text("display_name")).isEqualTo("Anna Larsen");
        realm.signIn(user);
    }

    private static void consent(TestUser user) {
        realm.updateClient("web-app", client -> client.put("consentRequired", true));
        try {
            Browser browser = new Browser(realm);
            Answer page = browser.logInAndGoOn(user.email(), user.password());
            browser.submit(page, Map.of("accept", "Yes")).assertStatus(302);
        } finally {
            realm.updateClient("web-app", client -> client.put("consentRequired", false));
        }
    }

    @Test
    void restoredUserIsStillAskedForTheSecondFactor() {
        TestUser user = realm.userWithTotp(SECRET);
        delete(user).assertStatus(204);
        restore(user).assertStatus(200);
        String challenge = realm.api().login(user.email(), user.password()).assertChallenge();
        realm.api().mfa(challenge, Totp.codeNow(SECRET)).assertTokens();
    }

    /** The user's whole state, except what deleting ends: sessions, and the time of that. */
    private static JsonNode wholeUser(TestUser user) {
        String path = "/users/" + user.id();
        ObjectNode whole = Answer.JSON.createObjectNode();
        ObjectNode itself = (ObjectNode) realm.get(path);
        itself.remove("notBefore");
        whole.set("user", itself);
        whole.set("credentials", realm.get(path + "/credentials"));
        whole.set("roles", realm.get(path + "/role-mappings"));
        whole.set("groups", realm.get(path + "/groups"));
        whole.set("identities", realm.get(path + "/federated-identity"));
        whole.set("consents", realm.get(path + "/consents"));
        return whole;
    }

    @Test
    void suspendedUserComesBackActive() {
        TestUser user = realm.user(u -> u.put("enabled", false));
        delete(user).assertStatus(204);
        assertThat(restore(user).assertStatus(200).text("status")).isEqualTo("active");
        realm.signIn(user);
    }

    @Test
    void userIsDeletedAndRestoredAgain() {
        TestUser user = realm.user();
        for (int i = 0; i < 3; i++) {
            delete(user).assertStatus(204);
            restore(user).assertStatus(200);
            realm.signIn(user);
        }
    }

    @Test
    void ofConcurrentDeletionsOneSucceeds() {
        for (int round = 0; round < 5; round++) {
            TestUser user = realm.user();
            assertOneOf(Parallel.run(4, 4, i -> delete(user)));
        }
    }

    @Test
    void ofConcurrentRestoresAndPurgesOneSucceeds() {
        for (int round = 0; round < 8; round++) {
            TestUser user = deleted();
            List<Answer> answers =
                    Parallel.run(4, 4, i -> i % 2 == 0 ? restore(user) : purge(user));
            assertOneOf(answers);
            boolean isRestored = answers.stream().anyMatch(answer -> answer.status() == 200);
            if (isRestored) {
                realm.signIn(user);
            } else {
                assertThatThrownBy(() -> realm.get("/users/" + user.id()))
                        .hasMessageContaining("404");
            }
        }
    }

    private static void assertOneOf(List<Answer> answers) {
        assertThat(answers).filteredOn(answer -> answer.status() / 100 == 2).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() / 100 != 2)
                .allSatisfy(answer -> answer.assertError(404, "not_found"));
    }

    @Test
    void concurrentDeletionsAndRestoresLeaveAConsistentUser() {
        TestUser user = realm.user();
        List<Answer> answers = Parallel.run(40, 4, i -> i % 2 == 0 ? delete(user) : restore(user));
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(200, 204, 404));
        long deletes = answers.stream().filter(a -> a.status() == 204).count();
        long restores = answers.stream().filter(a -> a.status() == 200).count();
        assertThat(deletes - restores).isBetween(0L, 1L);
        boolean isDeleted = deletes > restores;
        assertThat(realm.get("/users/" + user.id()).path("enabled").asBoolean())
                .isEqualTo(!isDeleted);
        (isDeleted ? restore(user) : delete(user)).assertStatus(isDeleted ? 200 : 204);
    }

    /** A sign-in that begins before the deletion and ends after it. */
    @Test
    void signInsDuringADeletionLeaveNoSession() {
        for (int round = 0; round < 5; round++) {
            TestUser user = realm.user();
            List<Answer> answers =
                    Parallel.run(
                            4,
                            4,
                            i ->
                                    i == 3
                                            ? delete(user)
                                            : realm.api().login(user.email(), user.password()));
            for (Answer answer : answers.subList(0, 3)) {
                assertThat(answer.status()).isIn(200, 401, 403);
                if (answer.status() == 200) {
                    Tokens tokens = answer.assertTokens();
                    realm.api().bearer(tokens).get("/v1/me").assertStatus(401);
                    realm.api().refresh(tokens.refresh()).assertStatus(401);
                }
            }
            restore(user).assertStatus(200);
            assertThat(realm.sessionIds(user)).isEmpty();
        }
    }
}
