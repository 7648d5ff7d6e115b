package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users whose password is stored only in a directory. */
class LdapIT {

    private static final String PASSWORD = "password-of-the-directory";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @RegisterExtension
    @Order(TestDirectory.AFTER_REALM)
    static final TestDirectory directory = new TestDirectory(realm);

    @PrivateApi
    @Test
    void userSignsInWithTheDirectorysPassword() throws LDAPException {
        String email = directory.person(PASSWORD);
        Tokens tokens = realm.api().login(email, PASSWORD).assertTokens();
        JsonNode user = realm.get("/users/" + tokens.userId());
        assertThat(user.path("federationLink").asText()).isNotBlank();
        assertThat(user.path("email").asText()).isEqualTo(email);

        Answer me = realm.api().bearer(tokens).get("/v1/me").assertStatus(200);
        assertThat(me.text("email")).isEqualTo(email);
        assertThat(me.text("display_name")).isEqualTo("Anna Larsen");
        realm.api().refresh(tokens.refresh()).assertTokens();
        assertThat(realm.api().login(email, PASSWORD).assertTokens().userId())
                .isEqualTo(tokens.userId());
    }

    @Test
    void wrongPasswordIsRefusedBeforeAndAfterTheFirstSignIn() throws LDAPException {
        String email = directory.person(PASSWORD);
        realm.api().login(email, "wrong").assertError(401, "auth.invalid_credentials");
        realm.api().login(email, PASSWORD).assertTokens();
        realm.api().login(email, "wrong").assertError(401, "auth.invalid_credentials");
    }

    @Test
    void passwordChangedInTheDirectoryHoldsAtOnce() throws LDAPException {
        String email = directory.person("first-password");
        realm.api().login(email, "first-password").assertTokens();
        directory.changePassword(email, "second-password");
        realm.api().login(email, "first-password").assertError(401, "auth.invalid_credentials");
        realm.api().login(email, "second-password").assertTokens();
    }

    @Test
    void wrongGuessesLockTheUser() throws LDAPException {
        String email = directory.person(PASSWORD);
        for (int i = 0; i < 5; i++) {
            realm.api().login(email, "wrong").assertError(401, "auth.invalid_credentials");
        }
        realm.api().login(email, PASSWORD).assertError(429, "auth.account_locked");
    }

    @PrivateApi
    @Test
    void passwordOfAReadOnlyDirectoryCannotBeChangedHere() throws LDAPException {
        String email = directory.person(PASSWORD);
        Tokens tokens = realm.api().login(email, PASSWORD).assertTokens();
        Api api = realm.api().bearer(tokens);
        assertThat(api.get("/v1/auth/password").json().path("has_password").asBoolean()).isTrue();
        api.post(
                        "/v1/auth/password",
                        Map.of("current_password", PASSWORD, "new_password", "a-new-horse-battery"))
                .assertError(403, "forbidden");
        Credebl.assertError(
                new Credebl(api, "/credebl/v1", null)
                        .changePassword(email, PASSWORD, "a-new-horse-battery"),
                403,
                "The account is managed elsewhere");
        realm.api().login(email, PASSWORD).assertTokens();
    }

    @Test
    void userOfAReadOnlyDirectorySetsUpAnApp() throws LDAPException {
        String email = directory.person(PASSWORD);
        Tokens tokens = realm.api().login(email, PASSWORD).assertTokens();
        TestUser user = new TestUser(tokens.userId(), email, PASSWORD);
        SignedIn session = new SignedIn(realm, user, tokens);
        String secret = session.setUpApp();
        String challenge = realm.api().login(email, PASSWORD).assertChallenge();
        realm.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();
        session.api().delete("/v1/mfa/totp").assertStatus(204);
        realm.api().login(email, PASSWORD).assertTokens();
    }

    @Test
    void emailOfTheDirectoryCannotBeSignedUp() throws LDAPException {
        String email = directory.person(PASSWORD);
        realm.api().signUp(email, "another-password").assertError(422, "unprocessable");
        realm.api().login(email, PASSWORD).assertTokens();
    }
}
