package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses whose domain can be written in its own script and in that of the DNS. */
class AddressFormsIT {

    private static final String ID = UUID.randomUUID().toString().substring(0, 8);

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .setting("email_domains", "ÖL-" + ID + ".example");

    @RegisterExtension static final TestRealm late = TestRealm.fresh().notOptedIn();

    private static Api admin;

    /** One mailbox. */
    private record Box(String written, String ofDns) {

        static Box fresh() {
            String name = "u" + UUID.randomUUID().toString().substring(0, 8);
            return new Box(name + "@bücher.example", name + "@xn--bcher-kva.example");
        }

        /** As the keyboard of a Mac makes it, and in capitals. */
        String decomposed() {
            return written.replace("ü", "U\u0308").replace("example", "EXAMPLE");
        }

        List<String> forms() {
            return List.of(written, ofDns, decomposed());
        }
    }

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
        Browser.createClient(realm);
    }

    private static String storedAddress(String userId) {
        return realm.get("/users/" + userId).path("email").asText();
    }

    @Test
    void bothFormsAreOneAccount() {
        Box box = Box.fresh();
        Tokens tokens = realm.api().signUp(box.written(), TestRealm.PASSWORD).assertTokens(201);
        JsonNode stored = realm.get("/users/" + tokens.userId());
        assertThat(stored.path("email").asText()).isEqualTo(box.ofDns());
        assertThat(stored.path("username").asText()).isEqualTo(box.ofDns());
        for (String form : box.forms()) {
            assertThat(realm.api().login(form, TestRealm.PASSWORD).assertTokens().userId())
                    .as(form)
                    .isEqualTo(tokens.userId());
            realm.api().signUp(form, TestRealm.PASSWORD).assertError(422, "unprocessable");
            admin.post("/v1/users", Map.of("email", form)).assertError(409, "auth.email_exists");
            assertThat(
                            admin.get("/v1/users?email=" + Admin.encoded(form))
                                    .assertStatus(200)
                                    .json()
                                    .at("/items/0/id")
                                    .asText())
                    .as(form)
                    .isEqualTo(tokens.userId());
        }
    }

    /** As Keycloak's console and pages store it, and the pack did once. */
    @Test
    void accountThatIsStoredInItsOwnScriptIsFoundByEveryForm() {
        Box box = Box.fresh();
        TestUser old = realm.user(box.written(), TestRealm.PASSWORD, user -> {});
        assertThat(storedAddress(old.id())).isEqualTo(box.written());
        for (String form : box.forms()) {
            assertThat(realm.api().login(form, TestRealm.PASSWORD).assertTokens().userId())
                    .as(form)
                    .isEqualTo(old.id());
            realm.api().signUp(form, TestRealm.PASSWORD).assertError(422, "unprocessable");
            assertThat(
                            admin.get("/v1/users?email=" + Admin.encoded(form))
                                    .json()
                                    .at("/items/0/id")
                                    .asText())
                    .isEqualTo(old.id());
            admin.patch("/v1/users/" + old.id(), Map.of("email", form)).assertStatus(200);
        }
        realm.api().forgotPassword(box.ofDns()).assertStatus(202);
        String token = mailbox.await(box.ofDns(), 1).token();
        realm.api().resetPassword(token, "a-new-horse-battery").assertStatus(200);
        realm.api().login(box.written(), "a-new-horse-battery").assertTokens();
    }

    /** Of a realm that has opted in later. */
    @Test
    void oldAccountsInBothFormsKeepTheirOwn() {
        Box box = Box.fresh();
        TestUser written = late.user(box.written(), TestRealm.PASSWORD, user -> {});
        TestUser ofDns = late.user(box.ofDns(), TestRealm.PASSWORD, user -> {});
        late.optIn();
        for (TestUser user : List.of(written, ofDns)) {
            assertThat(late.signIn(user).userId()).isEqualTo(user.id());
            late.api().signUp(user.email(), TestRealm.PASSWORD).assertError(422, "unprocessable");
        }
        assertThat(late.api().login(box.decomposed(), TestRealm.PASSWORD).assertTokens().userId())
                .isEqualTo(ofDns.id());
    }

    @Test
    void sharpSIsNotDoubleS() {
        String name = "u" + UUID.randomUUID().toString().substring(0, 8);
        Tokens sharp =
                realm.api().signUp(name + "@straße.example", TestRealm.PASSWORD).assertTokens(201);
        Tokens other =
                realm.api().signUp(name + "@strasse.example", TestRealm.PASSWORD).assertTokens(201);
        assertThat(other.userId()).isNotEqualTo(sharp.userId());
        assertThat(storedAddress(sharp.userId())).isEqualTo(name + "@xn--strae-oqa.example");

        realm.api().forgotPassword(name + "@Straße.example").assertStatus(202);
        mailbox.await(name + "@xn--strae-oqa.example", 1);
        TestUser old = realm.user("old-" + name + "@straße.example", null, user -> {});
        assertThat(storedAddress(old.id())).contains("straße");
        realm.api().forgotPassword(old.email()).assertStatus(202);
        mailbox.await("old-" + name + "@xn--strae-oqa.example", 1);
        assertThat(mailbox.recipients()).noneMatch(address -> address.contains("strasse"));
    }

    @Test
    void keycloaksPagesAndConsoleKnowEveryForm() {
        Box box = Box.fresh();
        Tokens tokens = realm.api().signUp(box.written(), TestRealm.PASSWORD).assertTokens(201);
        assertThat(new Browser(realm).logIn(box.written(), TestRealm.PASSWORD).status())
                .isEqualTo(302);
        Answer taken =
                realm.admin()
                        .send(
                                "POST",
                                realm.path("/users"),
                                Map.of("username", box.written(), "email", box.written()));
        assertThat(taken.status()).isEqualTo(409);

        // What was found by another form is not remembered by it.
        realm.updateRealm(json -> json.put("editUsernameAllowed", true));
        String next = TestRealm.newEmail();
        realm.admin()
                .put(
                        realm.path("/users/" + tokens.userId()),
                        Map.of("username", next, "email", next));
        assertThat(new Browser(realm).logIn(box.written(), TestRealm.PASSWORD).status())
                .isEqualTo(200);
        realm.api().login(box.written(), TestRealm.PASSWORD).assertStatus(401);
        realm.api().signUp(box.ofDns(), TestRealm.PASSWORD).assertTokens(201);
    }

    @Test
    void importTakesOneRowForAMailbox() {
        Box box = Box.fresh();
        Box old = Box.fresh();
        realm.user(old.written(), null, user -> {});
        Answer answer =
                admin.post(
                                "/v1/users/bulk",
                                Map.of(
                                        "users",
                                        List.of(
                                                Map.of("email", box.written()),
                                                Map.of("email", box.ofDns()),
                                                Map.of("email", old.ofDns()))))
                        .assertStatus(200);
        assertThat(answer.json().path("succeeded").asInt()).isEqualTo(1);
        assertThat(answer.json().path("errors").findValuesAsText("code"))
                .containsExactly("email_exists", "email_exists");
    }

    @Test
    void addressOfAnotherIsTakenInEveryForm() {
        Box box = Box.fresh();
        realm.user(box.written(), null, user -> {});
        TestUser user = realm.user();
        realm.as(user)
                .post("/v1/me/email/change/start", Map.of("email", box.ofDns()))
                .assertError(409, "verification.email_taken");
    }

    @Test
    void wrongPasswordsAndLinksAreCountedForTheMailbox() {
        Box box = Box.fresh();
        for (int i = 0; i < 5; i++) {
            realm.api()
                    .login(box.forms().get(i % 3), "wrong")
                    .assertError(401, "auth.invalid_credentials");
        }
        for (String form : box.forms()) {
            realm.api().login(form, "wrong").assertError(429, "auth.account_locked");
        }
    }

    @Test
    void whiteSpaceIsRefusedOrRemovedAsTheRouteHasIt() {
        TestUser user = realm.user();
        String blanks = "  " + user.email() + " ";
        realm.api().login(blanks, user.password()).assertInvalidField("email", "invalid_email");
        realm.api()
                .signUp(" " + TestRealm.newEmail(), TestRealm.PASSWORD)
                .assertInvalidField("email", "invalid_email");
        admin.post("/v1/users", Map.of("email", TestRealm.newEmail() + "\n"))
                .assertInvalidField("email", "invalid_email");
        realm.as(user)
                .post("/v1/me/email/change/start", Map.of("email", " " + TestRealm.newEmail()))
                .assertInvalidField("email", "invalid_email");

        realm.api().forgotPassword(blanks).assertStatus(202);
        mailbox.await(user.email(), 1);
        realm.api().startMagicLink(blanks).assertStatus(200);
        mailbox.await(user.email(), 2);
        for (String query : List.of("email", "q")) {
            assertThat(
                            admin.get("/v1/users?" + query + '=' + Admin.encoded(blanks))
                                    .json()
                                    .at("/items/0/id")
                                    .asText())
                    .isEqualTo(user.id());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"öl-%s.example", "ÖL-%s.EXAMPLE", "xn--l-%s-dcb.example"})
    void domainMeansItsTenantInEveryForm(String form) {
        realm.awaitAtRoot();
        String domain = form.formatted(ID);
        Tokens tokens =
                TestServer.root()
                        .signUp("u" + UUID.randomUUID() + '@' + domain, TestRealm.PASSWORD)
                        .assertTokens(201);
        assertThat(storedAddress(tokens.userId())).endsWith("@xn--l-" + ID + "-dcb.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@bü\u200dcher.example",
                "a@¼.example",
                "a@例え。テスト.x",
                "a@üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü.example"
            })
    void domainsThatTheDnsCannotHaveAreRefused(String email) {
        realm.api().signUp(email, TestRealm.PASSWORD).assertInvalidField("email", "invalid_email");
    }
}
