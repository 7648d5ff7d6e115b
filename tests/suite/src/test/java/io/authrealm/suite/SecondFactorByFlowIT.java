package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Flows that demand a second factor: of everybody, of the users with a role, of the users of a
 * client, and of nobody who has none. In the API and on the pages, users without one set one up.
 */
@PrivateApi
class SecondFactorByFlowIT {

    /** Asks those who have a factor for it; what follows decides about the others. */
    private static final String FLOW =
            """
            [
              {"alias": "%1$s", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "auth-username-password-form",
                  "requirement": "REQUIRED", "priority": 10},
                 {"flowAlias": "%1$s second", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 20}
                 %2$s]},
              {"alias": "%1$s second", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "conditional-user-configured",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "authrealm-conditional-unknown-device",
                  "requirement": "REQUIRED", "priority": 15},
                 {"authenticator": "auth-otp-form",
                  "requirement": "ALTERNATIVE", "priority": 20},
                 {"authenticator": "webauthn-authenticator",
                  "requirement": "ALTERNATIVE", "priority": 30}]}
              %3$s
            ]
            """;

    private static final String STEP =
            """
            {"authenticator": "authrealm-second-factor", "requirement": "REQUIRED", "priority": 90}
            """;

    private static final String SUBFLOW =
            """
            , {"flowAlias": "%1$s demand", "authenticatorFlow": true,
               "requirement": "CONDITIONAL", "priority": 30}
            """;

    private static final String CONDITION =
            """
            , {"alias": "%1$s demand", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "%2$s", "authenticatorConfig": "%1$s",
                  "requirement": "REQUIRED", "priority": 10},
                 %3$s]}
            """;

    private static final String GRANT =
            """
            [{"alias": "grant", "providerId": "basic-flow", "topLevel": true,
              "authenticationExecutions": [
                {"authenticator": "direct-grant-validate-username",
                 "requirement": "REQUIRED", "priority": 10},
                {"authenticator": "direct-grant-validate-password",
                 "requirement": "REQUIRED", "priority": 20},
                {"authenticator": "direct-grant-validate-otp",
                 "requirement": "DISABLED", "priority": 30},
                %s]}]
            """;

    private static final String APP_CALLBACK = "http://localhost:3000/auth/callback";

    private static final Pattern FORM_ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");

    private static final Pattern NEW_SECRET =
            Pattern.compile("name=\"totpSecret\"[^>]*value=\"([^\"]+)\"");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .setting("recovery_floor_ms", "0")
                    .setting("remember_device_enabled", "true")
                    .with(SecondFactorByFlowIT::addFlows);

    /** Of whom a flow demands a second factor. */
    enum Demand {
        EVERYBODY("everybody") {
            @Override
            TestUser exempt() {
                return null;
            }
        },
        USERS_WITH_A_ROLE("staff") {
            @Override
            void prepare(TestUser user) {
                realm.admin()
                        .post(
                                realm.path("/users/" + user.id() + "/role-mappings/realm"),
                                List.of(realm.get("/roles/staff")));
            }
        },
        USERS_OF_A_CLIENT("strict client") {
            @Override
            TestUser exempt() {
                scope(false);
                return realm.user();
            }
        },
        NOBODY("when present") {
            @Override
            TestUser demanded() {
                return null;
            }
        };

        final String flow;

        Demand(String flow) {
            this.flow = flow;
        }

        void prepare(TestUser user) {}

        /** A user who needs a factor and has none; null if nobody needs one. */
        TestUser demanded() {
            TestUser user = realm.user();
            prepare(user);
            return user;
        }

        /** A user who needs none; null if everybody needs one. */
        TestUser exempt() {
            return realm.user();
        }
    }

    private static void addFlows(ObjectNode json) {
        add(json, FLOW.formatted("when present", "", ""));
        add(json, FLOW.formatted("everybody", ", " + STEP, ""));
        addConditional(json, "staff", "conditional-user-role", Map.of("condUserRole", "staff"));
        addConditional(
                json,
                "strict client",
                "conditional-client-scope",
                Map.of("client_scope", "strict"));
        add(
                json,
                FLOW.replace("auth-otp-form", "authrealm-mail-code")
                        .formatted("keys only", ", " + STEP, ""));
        add(json, GRANT.formatted(STEP));
    }

    private static void addConditional(
            ObjectNode json, String alias, String condition, Map<String, String> config) {
        add(
                json,
                FLOW.formatted(
                        alias,
                        SUBFLOW.formatted(alias),
                        CONDITION.formatted(alias, condition, STEP)));
        json.withArray("authenticatorConfig")
                .addObject()
                .put("alias", alias)
                .set("config", Answer.JSON.valueToTree(config));
    }

    private static void add(ObjectNode json, String flows) {
        try {
            for (JsonNode flow : Answer.JSON.readTree(flows)) {
                json.withArray("authenticationFlows").add(flow);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Api admin;

    @BeforeAll
    static void prepare() {
        admin = realm.as(realm.admin("manage-users"));
        Browser.createClient(realm);
        realm.admin().create(realm.path("/roles"), Map.of("name", "staff"));
        realm.admin()
                .create(
                        realm.path("/client-scopes"),
                        Map.of("name", "strict", "protocol", "openid-connect"));
        realm.updateRealm(json -> json.put("directGrantFlow", "grant"));
    }

    @BeforeEach
    void giveTheClientItsScope() {
        scope(true);
    }

    private static void scope(boolean isThere) {
        String client = realm.get("/clients?clientId=" + TestRealm.CLIENT).at("/0/id").asText();
        for (JsonNode scope : realm.get("/client-scopes")) {
            if (scope.path("name").asText().equals("strict")) {
                String path =
                        realm.path(
                                "/clients/"
                                        + client
                                        + "/default-client-scopes/"
                                        + scope.path("id").asText());
                if (isThere) {
                    realm.admin().put(path, Map.of());
                } else {
                    realm.admin().delete(path);
                }
            }
        }
    }

    private static void onPages(String flow) {
        realm.updateRealm(json -> json.put("browserFlow", flow));
    }

    private static Answer logIn(TestUser user) {
        return realm.api().login(user.email(), user.password());
    }

    private static Answer byLink(TestUser user) {
        return realm.api().consumeMagicLink(mailbox.magicLink(realm, user));
    }

    private static Answer enrol(Answer asked) {
        String challenge = asked.assertEnrollment();
        String secret =
                Totp.fromBase32(
                        realm.api()
                                .post("/v1/mfa/totp/enroll/start", Map.of("mfa_token", challenge))
                                .assertStatus(200)
                                .text("secret"));
        return realm.api()
                .post(
                        "/v1/mfa/totp/enroll/confirm",
                        Map.of("mfa_token", challenge, "code", Totp.codeNow(secret)));
    }

    // The API

    @ParameterizedTest
    @EnumSource
    void userWithoutAFactorSetsOneUpIfItIsDemanded(Demand demand) {
        realm.bindFlow(demand.flow);
        TestUser user = demand.demanded();
        if (user != null) {
            logIn(user).assertEnrollment();
            byLink(user).assertEnrollment();
            new HostedPage(realm).signIn(user).assertEnrollment();
            assertThat(realm.sessionIds(user)).isEmpty();
            Tokens tokens = enrol(logIn(user)).assertTokens();
            assertThat(realm.sessionIds(user)).containsExactly(tokens.sessionId());
            logIn(user).assertChallenge("totp");
            byLink(user).assertChallenge("totp");
        }
        TestUser other = demand.exempt();
        if (other != null) {
            logIn(other).assertTokens();
            byLink(other).assertTokens();
        }
    }

    @ParameterizedTest
    @EnumSource
    void userWithAFactorIsAskedForIt(Demand demand) {
        realm.bindFlow(demand.flow);
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        demand.prepare(user);
        String challenge = logIn(user).assertChallenge("totp");
        realm.api().mfa(challenge, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        assertThat(realm.sessionIds(user)).isEmpty();
        realm.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();
        byLink(user).assertChallenge("totp");
    }

    /** A flow that does not ask for it could let the user in without. */
    @ParameterizedTest
    @EnumSource
    void factorThatTheFlowDoesNotAskForIsNotEnough(Demand demand) {
        realm.bindFlow(demand.flow);
        TestUser user = realm.user(u -> SecondFactors.addSecurityKey(u, "webauthn-passwordless"));
        demand.prepare(user);
        if (demand == Demand.NOBODY) {
            logIn(user).assertTokens();
            return;
        }
        Answer answer = logIn(user).assertError(403, "auth.redirect_to_web");
        assertThat(answer.body()).doesNotContain("redirect_url");
        byLink(user).assertError(403, "auth.redirect_to_web");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    /** What one client's flow demands, another one's need not. */
    @Test
    void eachClientCanHaveAFlowOfItsOwn() {
        realm.bindFlow("everybody");
        onPages("when present");
        TestUser user = realm.user();
        logIn(user).assertEnrollment();
        assertSignedIn(new Browser(realm).logIn(user.email(), user.password()));
        realm.bindFlow("when present");
        logIn(user).assertTokens();
    }

    @Test
    void appThatAnAdminOrdersLeavesNoChoice() {
        realm.bindFlow("everybody");
        TestUser user = realm.user(u -> u.putArray("requiredActions").add("CONFIGURE_TOTP"));
        enrol(logIn(user)).assertTokens();
        onPages("everybody");
        TestUser onPage = realm.user(u -> u.putArray("requiredActions").add("CONFIGURE_TOTP"));
        Answer page = new Browser(realm).logInAndGoOn(onPage.email(), onPage.password());
        assertThat(page.body()).contains("totpSecret");
    }

    /**
     * A user cannot come by a factor of someone else, nor add one beside it, with the challenge.
     */
    @Test
    void factorThatTheUserGetsMeanwhileHasToBeUsed() {
        realm.bindFlow("everybody");
        TestUser user = realm.user();
        Answer begun = logIn(user);
        enrol(logIn(user)).assertTokens();
        String challenge = begun.assertEnrollment();
        realm.api()
                .post("/v1/mfa/totp/enroll/start", Map.of("mfa_token", challenge))
                .assertError(401, "auth.mfa_challenge_expired");
        logIn(user).assertChallenge("totp");
    }

    @Test
    void keyMeetsTheDemandInTheApi() {
        realm.bindFlow("everybody");
        TestUser user = realm.user();
        Answer asked = logIn(user);
        String challenge = asked.assertEnrollment();
        assertThat(asked.text("actions.0.alternatives.0.action")).isEqualTo("add_security_key");
        Answer begun =
                realm.api()
                        .post(
                                "/v1/passkeys/register/begin",
                                Map.of("mfa_token", challenge, "kind", "security_key"));
        Map<String, Object> made = SoftKey.at(realm).create(PasskeyApi.options(begun));
        realm.api()
                .post(
                        "/v1/passkeys/register/finish",
                        Map.of(
                                "mfa_token", challenge,
                                "session_id", begun.text("session_id"),
                                "credential", made))
                .assertTokens();
        logIn(user).assertChallenge("webauthn");
    }

    /**
     * The flow skips the factor on a device that the user trusts. A demand of an admin does not.
     */
    @Test
    void trustedDeviceStandsInForTheFactor() {
        realm.bindFlow("everybody");
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        HostedPage page = new HostedPage(realm);
        String challenge = page.signIn(user).assertChallenge("totp");
        page.mfa(Map.of("mfa_token", challenge, "code", Totp.codeNow(secret), "remember", true))
                .assertStatus(200);
        assertThat(page.signIn(user).assertStatus(200).text("user_id")).isEqualTo(user.id());
        realm.updateUser(
                user, u -> u.withObject("/attributes").putArray("mfaRequired").add("true"));
        page.signIn(user).assertChallenge("totp");
        realm.updateUser(
                user, u -> u.withObject("/attributes").putArray("mfaRequired").add("false"));
        // Who removes the factor has to set up another one.
        admin.delete("/v1/users/" + user.id() + "/mfa").assertStatus(200);
        page.signIn(user).assertEnrollment();
    }

    // The pages

    private static void assertSignedIn(Answer answer) {
        assertThat(answer.header("Location"))
                .as("redirect in %s", answer)
                .startsWith(Browser.CALLBACK)
                .contains("code=");
    }

    private static Answer choice(Answer page) {
        page.assertStatus(200);
        assertThat(page.body())
                .contains(
                        "authrealm-factor-form",
                        "Set up a second sign-in step",
                        "value=\"otp\"",
                        "value=\"webauthn\"",
                        "Authenticator Application")
                .doesNotContain("-display-name", "-help-text", "${", "FreeMarker", "totpSecret");
        return page;
    }

    private static Answer setUpApp(Browser browser, Answer page) {
        Matcher secret = NEW_SECRET.matcher(page.assertStatus(200).body());
        assertThat(secret.find()).as("a secret in %s", page).isTrue();
        return browser.submit(
                page,
                Map.of(
                        "totp", Totp.codeNow(secret.group(1)),
                        "totpSecret", secret.group(1),
                        "userLabel", "phone"));
    }

    /** The address by which a browser that reloads a page gets the one that is due now. */
    private static String reloadOf(Answer page) {
        Matcher action = FORM_ACTION.matcher(page.assertStatus(200).body());
        assertThat(action.find()).as("a form in %s", page).isTrue();
        return action.group(1).replace("&amp;", "&").replaceFirst("session_code=[^&]*&", "");
    }

    private static Answer register(Browser browser, Answer page, SoftKey key, TestUser user) {
        key.userHandle(user.id());
        Map<String, Object> made = key.create(KeyPages.options(page.assertStatus(200)));
        return browser.submit(page, key.registrationFields(made, "of the page"));
    }

    @Test
    void userChoosesAnAppOnThePage() {
        onPages("everybody");
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        Answer page = choice(browser.logInAndGoOn(user.email(), user.password()));
        for (String odd : List.of("", "password", "webauthn-passwordless", "x".repeat(10_000))) {
            page = choice(browser.submit(page, Map.of("factor", odd)));
        }
        page = choice(browser.submit(page, Map.of("totp", "123456", "totpSecret", "x".repeat(20))));
        assertThat(realm.credentials(user, "otp")).isEmpty();
        assertSignedIn(setUpApp(browser, browser.submit(page, Map.of("factor", "otp"))));
        assertThat(realm.credentials(user, "otp")).hasSize(1);
        Answer again = new Browser(realm).logIn(user.email(), user.password());
        assertThat(again.assertStatus(200).body()).contains("name=\"otp\"");
    }

    @Test
    void userChoosesAKeyOnThePage() {
        onPages("everybody");
        realm.bindFlow("everybody");
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        Answer page = choice(browser.logInAndGoOn(user.email(), user.password()));
        Answer form = browser.submit(page, Map.of("factor", "webauthn"));
        assertThat(realm.sessionIds(user)).isEmpty();
        // Another page of the same sign-in does not lead around it.
        assertThat(String.valueOf(browser.openLoginPage().header("Location")))
                .doesNotStartWith(Browser.CALLBACK);
        assertSignedIn(register(browser, form, SoftKey.at(realm), user));
        assertThat(realm.credentials(user, "webauthn")).hasSize(1);
        assertThat(realm.credentials(user, "otp")).isEmpty();
        logIn(user).assertChallenge("webauthn");
        assertThat(realm.get("/users/" + user.id()).path("requiredActions")).isEmpty();
    }

    @Test
    void oneChoiceIsNone() {
        onPages("keys only");
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        Answer redirect = browser.logIn(user.email(), user.password()).assertStatus(302);
        Answer form = browser.goTo(redirect.header("Location"));
        assertThat(form.body()).doesNotContain("authrealm-factor-form", "totpSecret");
        assertSignedIn(register(browser, form, SoftKey.at(realm), user));
        assertThat(realm.credentials(user, "webauthn")).hasSize(1);
    }

    @Test
    void pagesThatCannotAskForASetUpRefuse() {
        onPages("everybody");
        switchAction("CONFIGURE_TOTP", false);
        try {
            TestUser user = realm.user();
            new Browser(realm).logIn(user.email(), user.password()).assertStatus(403);
            assertThat(realm.sessionIds(user)).isEmpty();
        } finally {
            switchAction("CONFIGURE_TOTP", true);
        }
        switchAction("webauthn-register", false);
        try {
            TestUser user = realm.user();
            Answer page = new Browser(realm).logInAndGoOn(user.email(), user.password());
            assertThat(page.assertStatus(200).body()).contains("totpSecret");
        } finally {
            switchAction("webauthn-register", true);
        }
    }

    /** The pages pass over it. */
    @Test
    void choiceThatIsSwitchedOffAfterwardsIsNotEnough() {
        onPages("everybody");
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        Answer page = choice(browser.logInAndGoOn(user.email(), user.password()));
        Answer form = browser.submit(page, Map.of("factor", "webauthn"));
        switchAction("webauthn-register", false);
        try {
            Answer next = browser.goTo(reloadOf(form));
            assertThat(next.body()).contains("totpSecret");
            assertThat(realm.sessionIds(user)).isEmpty();
        } finally {
            switchAction("webauthn-register", true);
        }
    }

    private static void switchAction(String alias, boolean isOn) {
        String path = "/authentication/required-actions/" + alias;
        ObjectNode action = (ObjectNode) realm.get(path);
        realm.admin().put(realm.path(path), action.put("enabled", isOn));
    }

    @Test
    void pagesMakeTheSameDemandsAsTheApi() {
        onPages("staff");
        TestUser other = realm.user();
        assertSignedIn(new Browser(realm).logIn(other.email(), other.password()));
        TestUser staff = Demand.USERS_WITH_A_ROLE.demanded();
        choice(new Browser(realm).logInAndGoOn(staff.email(), staff.password()));
        String secret = Totp.newSecret();
        TestUser withApp = realm.userWithTotp(secret);
        Demand.USERS_WITH_A_ROLE.prepare(withApp);
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(withApp.email(), withApp.password()).assertStatus(200);
        assertSignedIn(browser.submit(page, Map.of("otp", Totp.codeNow(secret))));

        TestUser withPasskey =
                realm.user(u -> SecondFactors.addSecurityKey(u, "webauthn-passwordless"));
        Demand.USERS_WITH_A_ROLE.prepare(withPasskey);
        Answer refused = new Browser(realm).logIn(withPasskey.email(), withPasskey.password());
        refused.assertStatus(403);
        assertThat(refused.body()).doesNotContain("totpSecret", "authrealm-factor-form");
        for (TestUser user : List.of(staff, withPasskey)) {
            assertThat(realm.sessionIds(user)).isEmpty();
        }
    }

    @Test
    void browserThatGoesOnForTheAppLetsTheUserChooseToo() {
        realm.bindFlow("everybody");
        TestUser user = realm.user();
        Answer asked =
                realm.api()
                        .post(
                                "/v1/auth/login",
                                Map.of(
                                        "email", user.email(),
                                        "password", user.password(),
                                        "redirect_uri", APP_CALLBACK,
                                        "code_challenge", "c".repeat(43)));
        asked.assertEnrollment();
        Browser browser = new Browser(realm);
        Answer page = choice(browser.goTo(asked.text("redirect_url")));
        Answer form = browser.submit(page, Map.of("factor", "webauthn"));
        Answer done = register(browser, form, SoftKey.at(realm), user);
        assertThat(done.assertStatus(302).header("Location"))
                .startsWith(APP_CALLBACK)
                .contains("code=");
        logIn(user).assertChallenge("webauthn");
    }

    @Test
    void passwordGrantIsRefused() {
        TestUser user = realm.user();
        Answer answer = Browser.directGrant(realm, user.email(), user.password());
        assertThat(answer.status()).as(answer.toString()).isIn(400, 401);
        assertThat(answer.text("error")).isEqualTo("invalid_grant");
        realm.bindFlow("when present");
        assertThat(realm.sessionIds(user)).isEmpty();
    }
}
