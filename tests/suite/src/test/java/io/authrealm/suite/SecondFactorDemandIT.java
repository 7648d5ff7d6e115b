package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of whom an admin demands a second factor, on every way in. */
class SecondFactorDemandIT {

    private static final String SECRET = "demanded-secret";

    /** On the page on which the user chooses what to set up. */
    private static final String CHOICE = "authrealm-factor-choose";

    private static final Pattern NEW_SECRET =
            Pattern.compile("name=\"totpSecret\"[^>]*value=\"([^\"]+)\"");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).setting("recovery_floor_ms", "0");

    /** Its admin has switched off the required action of such users. */
    @RegisterExtension
    static final TestRealm withoutTheAction =
            TestRealm.fresh().with(mailbox::serve).setting("recovery_floor_ms", "0");

    private static Api admin;

    @BeforeAll
    static void prepare() {
        admin = realm.as(realm.admin("manage-users"));
        Browser.createClient(realm);
        switchAction(false);
    }

    private static void switchAction(boolean isOn) {
        String path = "/authentication/required-actions/CONFIGURE_TOTP";
        ObjectNode action = (ObjectNode) withoutTheAction.get(path);
        withoutTheAction.admin().put(withoutTheAction.path(path), action.put("enabled", isOn));
    }

    /** The other credentials of a user with a password. */
    enum Account {
        NO_FACTOR {
            @Override
            TestUser create(TestRealm realm) {
                return realm.user();
            }
        },
        TOTP_REMOVED_BY_AN_ADMIN {
            @Override
            TestUser create(TestRealm realm) {
                TestUser user = realm.userWithTotp(SECRET);
                demandOf(realm, user);
                realm.as(realm.admin("manage-users"))
                        .delete("/v1/users/" + user.id() + "/mfa")
                        .assertStatus(200);
                return user;
            }
        },
        TOTP_REMOVED_IN_THE_CONSOLE {
            @Override
            TestUser create(TestRealm realm) {
                TestUser user = realm.userWithTotp(SECRET);
                demandOf(realm, user);
                realm.credentials(user, "otp")
                        .forEach(
                                otp ->
                                        realm.admin()
                                                .delete(
                                                        realm.path(
                                                                "/users/"
                                                                        + user.id()
                                                                        + "/credentials/"
                                                                        + otp.id())));
                return user;
            }
        },
        SECURITY_KEY_ONLY(false, "webauthn", "authenticatorData") {
            @Override
            TestUser create(TestRealm realm) {
                return realm.user(u -> SecondFactors.addSecurityKey(u, "webauthn"));
            }
        },
        PASSKEY_ONLY(false, null, null) {
            @Override
            TestUser create(TestRealm realm) {
                return realm.user(u -> SecondFactors.addSecurityKey(u, "webauthn-passwordless"));
            }
        },
        RECOVERY_CODES_ONLY(false, "recovery_code", "recoveryCodeInput") {
            @Override
            TestUser create(TestRealm realm) {
                return realm.user(SecondFactors::addRecoveryCodes);
            }
        };

        final boolean hasToSetOneUp;

        /** What the API's flow asks for; null if it cannot ask for what the user has. */
        final String method;

        /** The field of the page that asks for the same. */
        final String field;

        Account() {
            this(true, null, null);
        }

        Account(boolean hasToSetOneUp, String method, String field) {
            this.hasToSetOneUp = hasToSetOneUp;
            this.method = method;
            this.field = field;
        }

        abstract TestUser create(TestRealm realm);
    }

    private static void demandOf(TestRealm realm, TestUser user) {
        realm.as(realm.admin("manage-users"))
                .send("PUT", "/v1/users/" + user.id() + "/mfa-required", Map.of("required", true))
                .assertStatus(200);
    }

    private static TestUser demanded(TestRealm realm, Account account) {
        TestUser user = account.create(realm);
        demandOf(realm, user);
        return user;
    }

    private static Answer byLink(TestRealm realm, TestUser user) {
        return realm.api().consumeMagicLink(mailbox.magicLink(realm, user));
    }

    private static void assertNoTokens(Account account, Answer answer) {
        if (account.hasToSetOneUp) {
            answer.assertEnrollment();
        } else if (account.method != null) {
            answer.assertChallenge(account.method);
        } else {
            answer.assertError(403, "auth.redirect_to_web");
        }
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void passwordAloneIsNotEnoughInTheApi(Account account) {
        TestUser user = demanded(realm, account);
        assertNoTokens(account, realm.api().login(user.email(), user.password()));
        // Not only once.
        assertNoTokens(account, realm.api().login(user.email(), user.password()));
        realm.api()
                .login(user.email(), "wrong-horse-battery")
                .assertError(401, "auth.invalid_credentials");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void linkAloneIsNotEnough(Account account) {
        TestUser user = demanded(realm, account);
        assertNoTokens(account, byLink(realm, user));
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void passwordAloneIsNotEnoughAtTheTokenEndpoint(Account account) {
        TestUser user = demanded(realm, account);
        Answer answer = Browser.directGrant(realm, user.email(), user.password());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void passwordAloneIsNotEnoughOnThePages(Account account) {
        TestUser user = demanded(realm, account);
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.email(), user.password());
        if (account.field != null) {
            assertThat(page.assertStatus(200).body()).contains(account.field);
        } else {
            Answer next = browser.goTo(page.assertStatus(302).header("Location"));
            next.assertStatus(account.hasToSetOneUp ? 200 : 403);
            assertThat(next.body().contains(CHOICE)).isEqualTo(account.hasToSetOneUp);
        }
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void apiDoesNotDependOnTheRealmsActions(Account account) {
        TestUser user = demanded(withoutTheAction, account);
        assertNoTokens(account, withoutTheAction.api().login(user.email(), user.password()));
        assertNoTokens(account, byLink(withoutTheAction, user));
    }

    /** Keycloak's pages pass over an action that the realm has switched off. */
    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void noPageOfTheApiLiftsTheDemand(Account account) {
        TestUser user = demanded(withoutTheAction, account);
        Answer answer = logInFromApp(withoutTheAction, user);
        assertNoTokens(account, answer);
        assertThat(answer.body()).doesNotContain("redirect_url", "/continue/");
    }

    @PrivateApi
    @Test
    void actionThatIsSwitchedOffAfterwardsKillsThePage() {
        TestUser user = demanded(withoutTheAction, Account.NO_FACTOR);
        switchAction(true);
        try {
            String page =
                    logInFromApp(withoutTheAction, user).assertStatus(200).text("redirect_url");
            switchAction(false);
            new Browser(withoutTheAction).goTo(page).assertError(404, "not_found");
        } finally {
            switchAction(false);
        }
        assertThat(withoutTheAction.sessionIds(user)).isEmpty();
    }

    private static Answer logInFromApp(TestRealm where, TestUser user) {
        return where.api()
                .post(
                        "/v1/auth/login",
                        Map.of(
                                "email", user.email(),
                                "password", user.password(),
                                "redirect_uri", "http://localhost:3000/auth/callback",
                                "code_challenge", "c".repeat(43)));
    }

    @Test
    void codeOfTheAppIsEnoughOnEveryWay() {
        TestUser user = realm.userWithTotp(SECRET);
        demandOf(realm, user);
        Answer asked = realm.api().login(user.email(), user.password()).assertStatus(200);
        Tokens tokens =
                realm.api().mfa(asked.text("mfa_token"), Totp.codeNow(SECRET)).assertTokens();
        realm.api().refresh(tokens.refresh()).assertTokens();

        TestUser onPages = realm.userWithTotp(SECRET);
        demandOf(realm, onPages);
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(onPages.email(), onPages.password()).assertStatus(200);
        Answer done = browser.submit(page, Map.of("otp", Totp.codeNow(SECRET)));
        assertThat(done.header("Location")).startsWith(Browser.CALLBACK).contains("code=");
        // The cookie stands for a sign-in with a code.
        Answer again = browser.openLoginPage().assertStatus(302);
        assertThat(again.header("Location")).startsWith(Browser.CALLBACK).contains("code=");
    }

    @PrivateApi
    @ParameterizedTest
    @ValueSource(strings = {"otp", "webauthn"})
    void userWhoSetsAFactorUpWhileSigningInIsLetIn(String type) {
        TestUser user = demanded(realm, Account.NO_FACTOR);
        Browser browser = new Browser(realm);
        Answer choice = browser.logInAndGoOn(user.email(), user.password()).assertStatus(200);
        Answer chosen = browser.submit(choice, Map.of("factor", type));
        Answer page = chosen.status() == 200 ? chosen : browser.goTo(chosen.header("Location"));
        Answer done = browser.submit(page, type.equals("otp") ? app(page) : key(user, page));
        assertThat(done.header("Location")).startsWith(Browser.CALLBACK).contains("code=");
        // The next client does not ask for it again.
        for (int clients = 0; clients < 2; clients++) {
            assertThat(browser.openLoginPage().header("Location"))
                    .startsWith(Browser.CALLBACK)
                    .contains("code=");
        }
        realm.api()
                .login(user.email(), user.password())
                .assertChallenge(type.equals("otp") ? "totp" : type);
    }

    private static Map<String, String> app(Answer page) {
        Matcher secret = NEW_SECRET.matcher(page.body());
        assertThat(secret.find()).as("a secret in %s", page).isTrue();
        return Map.of(
                "totp", Totp.codeNow(secret.group(1)),
                "totpSecret", secret.group(1),
                "userLabel", "phone");
    }

    private static Map<String, String> key(TestUser user, Answer page) {
        SoftKey key = SoftKey.at(realm).userHandle(user.id());
        return key.registrationFields(key.create(KeyPages.options(page)), "key");
    }

    @Test
    void cookieFromBeforeTheDemandIsRefused() {
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        browser.logIn(user.email(), user.password()).assertStatus(302);
        assertThat(browser.openLoginPage().header("Location")).contains("code=");
        demandOf(realm, user);
        Answer answer = browser.openLoginPage();
        assertThat(answer.header("Location")).isNotNull().doesNotContain("code=");
    }

    @PrivateApi
    @Test
    void demandInTheConsoleIsTheSame() {
        TestUser user = realm.user();
        realm.updateUser(
                user, u -> u.withObject("/attributes").putArray("mfaRequired").add("true"));
        assertNoTokens(Account.NO_FACTOR, realm.api().login(user.email(), user.password()));
        realm.updateUser(user, u -> u.withObject("/attributes").putArray("mfaRequired").add("no"));
        realm.signIn(user);
    }

    @Test
    void nothingIsAskedOnceTheDemandIsLifted() {
        TestUser user = demanded(realm, Account.NO_FACTOR);
        assertNoTokens(Account.NO_FACTOR, realm.api().login(user.email(), user.password()));
        admin.send("PUT", "/v1/users/" + user.id() + "/mfa-required", Map.of("required", false))
                .assertStatus(200);
        realm.signIn(user);
        JsonNode stored = realm.get("/users/" + user.id());
        assertThat(stored.path("requiredActions")).isEmpty();
    }
}
