package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, admins and the API agree on which passwords are too easy to guess. */
class WeakPasswordIT {

    /** The beginning of Keycloak's message, in all versions. */
    private static final String REFUSED = "Invalid password: password is ";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @BeforeAll
    static void createClient() {
        Browser.createClient(realm);
    }

    private static void assertRefusedEverywhere(String email, String password) {
        realm.api().signUp(email, password).assertError(422, "auth.password_weak");

        Browser browser = new Browser(realm);
        Answer page = browser.register(browser.openRegistrationPage(), email, password);
        assertThat(page.assertStatus(200).body()).contains(REFUSED);
        assertThat(realm.usersWithEmail(email)).isEmpty();

        TestUser user = realm.user(email, TestRealm.PASSWORD, u -> {});
        assertThatThrownBy(() -> realm.setPassword(user, password))
                .hasMessageContaining("400")
                .hasMessageContaining(REFUSED);
        realm.api()
                .bearer(realm.signIn(user))
                .post(
                        "/v1/auth/password",
                        Map.of("current_password", user.password(), "new_password", password))
                .assertError(422, "auth.password_weak");
        realm.signIn(user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password123",
                "PassWord123",
                " letmein123 ",
                "aaaaaaaaaa",
                "abcdefghij",
                "987654321",
                "12345678"
            })
    void commonPasswordsRunsAndRepeats(String password) {
        assertRefusedEverywhere(TestRealm.newEmail(), password);
    }

    @PrivateApi
    @Test
    void namesOfTheAccountAndOfTheRealm() {
        String email = TestRealm.newEmail();
        String localPart = email.substring(0, email.indexOf('@'));
        for (String name : List.of(email, localPart.toUpperCase(Locale.ROOT))) {
            assertRefusedEverywhere(email, name);
            realm.delete(
                    new TestUser(
                            realm.usersWithEmail(email).get(0).path("id").asText(), email, null));
        }
        assertRefusedEverywhere(TestRealm.newEmail(), realm.name());
    }

    @Test
    void passwordsThatOnlyContainSuchThingsAreAccepted() {
        realm.api().signUp(TestRealm.newEmail(), "Password123!").assertTokens(201);
        realm.api().signUp(TestRealm.newEmail(), "abcdefgh-horse").assertTokens(201);
    }
}
