package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pack's password step in flows that Keycloak itself runs. */
@PrivateApi
class PasswordStepInFlowsIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @BeforeAll
    static void useTheStepInBothFlows() {
        Browser.useThePasswordStep(realm);
        Browser.createClient(realm);
    }

    @Test
    void loginPageSignsIn() {
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        Answer page = browser.openLoginPage().assertStatus(200);
        assertThat(page.body()).contains("name=\"username\"", "name=\"password\"");
        Answer redirect = browser.submit(page, user.email(), user.password());
        assertThat(Jwt.payload(Browser.tokenFor(realm, redirect)).path("sub").asText())
                .isEqualTo(user.id());
        assertThat(realm.events("LOGIN", user)).hasSize(1);
    }

    @Test
    void loginPageStaysAfterAWrongPassword() {
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        Answer page =
                browser.submit(browser.openLoginPage(), user.email(), "wrong").assertStatus(200);
        assertThat(page.body()).contains("Invalid username or password");
        assertThat(realm.events("LOGIN_ERROR", user)).hasSize(1);
        Answer redirect = browser.submit(page, user.email(), user.password());
        assertThat(Jwt.payload(Browser.tokenFor(realm, redirect)).path("sub").asText())
                .isEqualTo(user.id());
    }

    @Test
    void loginPageLooksTheSameForAnUnknownUser() {
        Browser browser = new Browser(realm);
        Answer page =
                browser.submit(browser.openLoginPage(), TestRealm.newEmail(), "wrong")
                        .assertStatus(200);
        assertThat(page.body()).contains("Invalid username or password");
    }

    @Test
    void loginPageAsksForASecondFactor() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        Browser browser = new Browser(realm);
        Answer page =
                browser.submit(browser.openLoginPage(), user.email(), user.password())
                        .assertStatus(200);
        assertThat(page.body()).contains("name=\"otp\"");
        Answer redirect = browser.submit(page, Map.of("otp", Totp.codeNow(secret)));
        assertThat(Jwt.payload(Browser.tokenFor(realm, redirect)).path("sub").asText())
                .isEqualTo(user.id());
    }

    @Test
    void loginPageKeepsTheLockout() {
        TestUser user = realm.user();
        for (int i = 0; i < 5; i++) {
            realm.api().login(user.email(), "wrong").assertStatus(401);
        }
        Browser browser = new Browser(realm);
        Answer page = browser.submit(browser.openLoginPage(), user.email(), user.password());
        page.assertStatus(200);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void directGrantSignsIn() {
        TestUser user = realm.user();
        String token =
                Browser.directGrant(realm, user.email(), user.password())
                        .assertStatus(200)
                        .text("access_token");
        assertThat(Jwt.payload(token).path("sub").asText()).isEqualTo(user.id());
    }

    @Test
    void directGrantRefusesWrongPasswordAndUnknownUserAlike() {
        TestUser user = realm.user();
        Answer wrong = Browser.directGrant(realm, user.email(), "wrong").assertStatus(401);
        assertThat(wrong.text("error")).isEqualTo("invalid_grant");
        Answer unknown =
                Browser.directGrant(realm, TestRealm.newEmail(), "wrong").assertStatus(401);
        assertThat(unknown.json()).isEqualTo(wrong.json());
        assertThat(realm.events("LOGIN_ERROR", user)).hasSize(1);
    }
}
