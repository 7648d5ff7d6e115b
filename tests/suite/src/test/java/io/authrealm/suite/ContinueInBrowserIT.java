package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-ins that begin in the API and go on in a browser. */
class ContinueInBrowserIT {

    /** Shows a page to every user. */
    private static final String PAGE_ONLY = "reset-credentials-choose-user";

    private static final String APP = "http://localhost:3000/auth/callback";

    private static final String STATE = "state of the app?&=";

    private static final String VERIFIER = "verifier-of-the-app-".repeat(3);

    private static final String NEW = "a-new-horse-battery";

    private static final String OF_OWNER = "the-owners-horse-battery";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    /** Its flow ends with a step that has no JSON form. */
    @RegisterExtension
    static final TestRealm withAPage =
            TestRealm.fresh().with(mailbox::serve).with(ContinueInBrowserIT::addPage);

    private static Api admin;

    private static void addPage(ObjectNode realm) {
        ArrayNode steps =
                (ArrayNode)
                        realm.path("authenticationFlows").get(0).path("authenticationExecutions");
        steps.addObject()
                .put("authenticator", PAGE_ONLY)
                .put("requirement", "REQUIRED")
                .put("priority", 30);
    }

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
        terms(true, false);
        Browser.createClient(realm);
    }

    private static void terms(boolean isOn, boolean isForNewUsers) {
        String path = "/authentication/required-actions/TERMS_AND_CONDITIONS";
        ObjectNode action = (ObjectNode) realm.get(path);
        action.put("enabled", isOn).put("defaultAction", isForNewUsers);
        realm.admin().put(realm.path(path), action);
    }

    private static String s256(String verifier) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> fromApp(Map<String, Object> members) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put("redirect_uri", APP);
        all.put("state", STATE);
        all.put("code_challenge", s256(VERIFIER));
        return all;
    }

    private static Answer logIn(TestRealm where, TestUser user) {
        return where.api()
                .post(
                        "/v1/auth/login",
                        fromApp(Map.of("email", user.email(), "password", user.password())));
    }

    private static String page(Answer answer) {
        String url = answer.text("error.metadata.redirect_url");
        assertThat(url).as("a page in %s", answer).isNotNull();
        assertThat(answer.json().at("/error/metadata/expires_in").asInt()).isBetween(1, 600);
        return url;
    }

    /** Follows the redirect to the app, and returns the tokens for its code. */
    private static Tokens tokens(TestRealm where, Answer redirect) {
        redirect.assertStatus(302);
        String location = redirect.header("Location");
        assertThat(location).startsWith(APP + "?").contains("code=");
        assertThat(parameter(location, "state")).isEqualTo(STATE);
        Answer answer = exchange(where, parameter(location, "code"), VERIFIER).assertStatus(200);
        String access = answer.text("access_token");
        Answer me = where.api().bearer(access).get("/v1/auth/me").assertStatus(200);
        assertThat(me.text("user_id")).isNotBlank();
        return where.api().refresh(answer.text("refresh_token")).assertTokens();
    }

    private static String parameter(String location, String name) {
        return URLDecoder.decode(
                location.replaceFirst(".*[?&]" + name + "=([^&]+).*", "$1"),
                StandardCharsets.UTF_8);
    }

    private static Answer exchange(TestRealm where, String code, String verifier) {
        return where.admin()
                .tokenEndpoint(
                        where.name(),
                        Map.of(
                                "grant_type", "authorization_code",
                                "client_id", TestRealm.CLIENT,
                                "redirect_uri", APP,
                                "code", code,
                                "code_verifier", verifier));
    }

    private static TestUser userWith(String... actions) {
        return realm.user(u -> List.of(actions).forEach(u.putArray("requiredActions")::add));
    }

    private static Answer newPassword(Browser browser, Answer page) {
        assertThat(page.body()).contains("password-new").doesNotContain("name=\"username\"");
        return browser.submit(page, Map.of("password-new", NEW, "password-confirm", NEW));
    }

    @PrivateApi
    @Test
    void stepWithoutAJsonFormGoesOnInABrowser() {
        TestUser user = withAPage.user();
        String url = page(logIn(withAPage, user).assertError(403, "auth.redirect_to_web"));
        assertThat(url).startsWith(withAPage.url() + "/v1/auth/continue/");
        assertThat(withAPage.sessionIds(user)).isEmpty();
        Browser browser = new Browser(withAPage);
        Answer page = browser.goTo(url).assertStatus(200);
        assertThat(page.body()).contains("username").doesNotContain("type=\"password\"");
        Answer redirect = browser.submit(page, Map.of("username", user.email()));
        Tokens tokens = tokens(withAPage, redirect);
        assertThat(tokens.userId()).isEqualTo(user.id());
        assertThat(withAPage.sessionIds(user)).hasSize(1);
    }

    @PrivateApi
    @Test
    void neitherPasswordNorSecondFactorIsAskedAgain() {
        String secret = Totp.newSecret();
        TestUser user = withAPage.userWithTotp(secret);
        String challenge = logIn(withAPage, user).assertChallenge();
        Answer asked =
                withAPage
                        .api()
                        .mfa(challenge, Totp.codeNow(secret))
                        .assertError(403, "auth.redirect_to_web");
        Browser browser = new Browser(withAPage);
        Answer page = browser.goTo(page(asked)).assertStatus(200);
        assertThat(page.body()).doesNotContain("name=\"otp\"", "type=\"password\"");
        tokens(withAPage, browser.submit(page, Map.of("username", user.email())));

        TestUser byLink = withAPage.user();
        Answer followed =
                withAPage
                        .api()
                        .post(
                                "/v1/auth/magic-link/consume",
                                fromApp(Map.of("token", mailbox.magicLink(withAPage, byLink))));
        Answer afterLink = browserAt(withAPage, page(followed));
        assertThat(afterLink.body()).doesNotContain("type=\"password\"");
    }

    private static Answer browserAt(TestRealm where, String url) {
        return new Browser(where).goTo(url).assertStatus(200);
    }

    @PrivateApi
    @Test
    void requiredActionsGoOnInABrowser() {
        TestUser user = userWith("TERMS_AND_CONDITIONS", "UPDATE_PASSWORD");
        Answer first = logIn(realm, user);
        String challenge = first.text("error.metadata.challenge_id");
        Answer second = realm.api().action("terms", challenge, "accept", true);
        second.assertActionRequired("UPDATE_PASSWORD");
        String url = page(second);
        assertThat(url).isNotEqualTo(page(first));
        Browser browser = new Browser(realm);
        Tokens tokens = tokens(realm, newPassword(browser, browser.goTo(url).assertStatus(200)));
        assertThat(tokens.userId()).isEqualTo(user.id());
        assertThat(realm.get("/users/" + user.id()).path("requiredActions")).isEmpty();
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @PrivateApi
    @Test
    void signUpGoesOnInABrowser() {
        terms(true, true);
        try {
            String email = TestRealm.newEmail();
            Answer created =
                    realm.api()
                            .post(
                                    "/v1/auth/signup",
                                    fromApp(Map.of("email", email, "password", NEW)))
                            .assertStatus(201);
            Browser browser = new Browser(realm);
            Answer page = browser.goTo(created.text("redirect_url")).assertStatus(200);
            assertThat(page.body()).doesNotContain("type=\"password\"");
            Tokens tokens = tokens(realm, browser.submit(page, Map.of("accept", "yes")));
            assertThat(tokens.userId()).isEqualTo(created.text("user.id"));
        } finally {
            terms(true, false);
        }
    }

    @PrivateApi
    @Test
    void pageWorksOnceAndTakesTheChallengeWithIt() {
        TestUser user = userWith("UPDATE_PASSWORD");
        Answer asked = logIn(realm, user);
        String challenge = asked.assertActionRequired("UPDATE_PASSWORD");
        String url = page(asked);
        List<Answer> answers =
                Parallel.run(8, 8, i -> realm.api().get(url.substring(realm.url().length())));
        assertThat(answers.stream().filter(answer -> answer.status() == 302)).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 302)
                .forEach(answer -> answer.assertError(404, "not_found"));
        new Browser(realm).goTo(url).assertError(404, "not_found");
        realm.api()
                .action("update_password", challenge, "new_password", NEW)
                .assertError(401, "auth.mfa_challenge_expired");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void pageIsDeadOnceTheSignInHasGoneOnInTheApi() {
        TestUser user = userWith("UPDATE_PASSWORD");
        Answer asked = logIn(realm, user);
        realm.api()
                .action(
                        "update_password",
                        asked.assertActionRequired("UPDATE_PASSWORD"),
                        "new_password",
                        NEW)
                .assertTokens();
        new Browser(realm).goTo(page(asked)).assertError(404, "not_found");
    }

    @PrivateApi
    @Test
    void pageOfAnotherTenantIsUnknownAndTheRootKnowsAll() {
        realm.awaitAtRoot();
        TestUser user = userWith("UPDATE_PASSWORD");
        String path = page(logIn(realm, user)).substring(realm.url().length());
        withAPage.api().get(path).assertError(404, "not_found");
        realm.api().get("/v1/auth/continue/" + "x".repeat(43)).assertError(404, "not_found");
        realm.api().get("/v1/auth/continue/" + "x".repeat(5000)).assertErrorEnvelope();
        Answer handed = TestServer.root().get(path).assertStatus(302);
        assertThat(handed.header("Location")).startsWith(realm.url() + "/login-actions/");
        assertThat(handed.header("Cache-Control")).contains("no-store");
        assertThat(handed.headers().allValues("Set-Cookie"))
                .anySatisfy(
                        cookie ->
                                assertThat(cookie)
                                        .startsWith("AUTH_SESSION_ID=")
                                        .contains("Path=/realms/" + realm.name() + "/"));
    }

    @Test
    void pageDiesWithTheStateOfTheAccount() {
        TestUser revoked = userWith("UPDATE_PASSWORD");
        String url = page(logIn(realm, revoked));
        admin.post("/v1/users/" + revoked.id() + "/sessions/revoke-all").assertStatus(200);
        new Browser(realm).goTo(url).assertError(404, "not_found");

        TestUser disabled = withAPage.user();
        String ofDisabled = page(logIn(withAPage, disabled));
        withAPage.disable(disabled);
        new Browser(withAPage).goTo(ofDisabled).assertError(404, "not_found");

        TestUser changed = withAPage.user();
        String ofChanged = page(logIn(withAPage, changed));
        withAPage.setPassword(changed, NEW);
        new Browser(withAPage).goTo(ofChanged).assertError(404, "not_found");
    }

    /** No page asks for the app after the flow, and the cookies would be good for all clients. */
    @Test
    void pageIsDeadOnceTheUserHasSetUpAFactor() {
        SignedIn person = SignedIn.newIn(realm);
        realm.updateUser(person.user(), u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        String before = page(logIn(realm, person.user()));
        String secret = person.setUpApp();
        new Browser(realm).goTo(before).assertError(404, "not_found");
        String challenge = logIn(realm, person.user()).assertChallenge();
        Answer after =
                realm.api()
                        .post(
                                "/v1/auth/mfa",
                                Map.of("mfa_token", challenge, "code", Totp.codeNow(secret)));
        assertThat(browserAt(realm, page(after)).body()).contains("password-new");
    }

    /** An open page would choose a password in place of the one that its owner has just chosen. */
    @PrivateApi
    @ParameterizedTest
    @ValueSource(strings = {"revocation", "password", "reset"})
    void whatEndsTheSessionsClosesOpenPages(String change) {
        TestUser user = userWith("UPDATE_PASSWORD");
        List<Browser> browsers = new ArrayList<>();
        List<Answer> pages = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            browsers.add(new Browser(realm));
            pages.add(browsers.get(i).goTo(page(logIn(realm, user))).assertStatus(200));
        }
        String path = "/v1/users/" + user.id();
        String right =
                switch (change) {
                    case "revocation" -> {
                        admin.post(path + "/sessions/revoke-all").assertStatus(200);
                        yield user.password();
                    }
                    case "password" -> {
                        admin.post(path + "/password", Map.of("password", OF_OWNER))
                                .assertStatus(204);
                        yield OF_OWNER;
                    }
                    case "reset" -> {
                        realm.api()
                                .resetPassword(mailbox.resetLink(realm, user), OF_OWNER)
                                .assertStatus(200);
                        yield OF_OWNER;
                    }
                    default -> throw new IllegalArgumentException(change);
                };
        for (int i = 0; i < 3; i++) {
            Answer refused = newPassword(browsers.get(i), pages.get(i));
            assertThat(refused.status()).as("status of %s", refused).isNotEqualTo(302);
        }
        assertThat(realm.sessionIds(user)).isEmpty();
        realm.api().login(user.email(), NEW).assertError(401, "auth.invalid_credentials");
        Answer owner = realm.api().login(user.email(), right);
        assertThat(owner.status()).as("status of %s", owner).isNotEqualTo(401);
    }

    /** Whichever comes first, the app gets no tokens. */
    @PrivateApi
    @Test
    void pageThatIsSentWhileTheSessionsEndGivesNoTokens() {
        for (int i = 0; i < 4; i++) {
            TestUser user = userWith("TERMS_AND_CONDITIONS");
            Browser browser = new Browser(realm);
            Answer page = browser.goTo(page(logIn(realm, user))).assertStatus(200);
            String revocation = "/v1/users/" + user.id() + "/sessions/revoke-all";
            Answer sent =
                    Parallel.run(
                                    2,
                                    2,
                                    who ->
                                            who == 0
                                                    ? browser.submit(page, Map.of("accept", "yes"))
                                                    : admin.post(revocation).assertStatus(200))
                            .get(0);
            if (sent.status() == 302 && sent.header("Location").contains("code=")) {
                // The cookies of that session are of no use at another client either.
                Answer other = browser.openLoginPage();
                if (other.status() == 302) {
                    assertRefused(exchangeElsewhere(parameter(other.header("Location"), "code")));
                }
                String code = parameter(sent.header("Location"), "code");
                assertRefused(exchange(realm, code, VERIFIER));
            }
            assertThat(realm.sessionIds(user)).isEmpty();
        }
    }

    private static Answer exchangeElsewhere(String code) {
        return realm.admin()
                .tokenEndpoint(
                        realm.name(),
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "client_id",
                                Browser.CLIENT,
                                "redirect_uri",
                                Browser.CALLBACK,
                                "code",
                                code));
    }

    /** Pages that have ended leave their places to others. */
    @PrivateApi
    @Test
    void userCanOpenManyPages() {
        TestUser user = userWith("TERMS_AND_CONDITIONS");
        Browser last = null;
        Answer page = null;
        for (int i = 0; i < 10; i++) {
            last = new Browser(realm);
            page = last.goTo(page(logIn(realm, user))).assertStatus(200);
        }
        tokens(realm, last.submit(page, Map.of("accept", "yes")));
    }

    private static void assertRefused(Answer exchange) {
        assertThat(exchange.assertStatus(400).text("error"))
                .as("error in %s", exchange)
                .isEqualTo("invalid_grant");
    }

    // A second factor

    private static Answer logInToChallenge(TestUser user, String... methods) {
        Answer answer = logIn(realm, user);
        answer.assertChallenge(methods);
        assertThat(answer.json().path("expires_in").asInt()).isBetween(1, 600);
        assertThat(answer.text("redirect_url")).startsWith(realm.url() + "/v1/auth/continue/");
        return answer;
    }

    @PrivateApi
    @Test
    void secondFactorGoesOnInABrowser() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        admin.send("PUT", "/v1/users/" + user.id() + "/mfa-required", Map.of("required", true))
                .assertStatus(200);
        Answer asked = logInToChallenge(user, "totp");
        String challenge = asked.text("mfa_token");
        realm.api().mfa(challenge, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        String url = asked.text("redirect_url");
        Browser browser = new Browser(realm);
        Answer page = browser.goTo(url).assertStatus(200);
        assertThat(page.body()).contains("name=\"otp\"").doesNotContain("type=\"password\"");
        realm.api()
                .mfa(challenge, Totp.codeNow(secret))
                .assertError(401, "auth.mfa_challenge_expired");
        new Browser(realm).goTo(url).assertError(404, "not_found");
        Answer wrong = browser.submit(page, Map.of("otp", Totp.wrongCode(secret)));
        assertThat(realm.sessionIds(user)).isEmpty();
        Tokens tokens = tokens(realm, browser.submit(wrong, Map.of("otp", Totp.codeNow(secret))));
        assertThat(tokens.userId()).isEqualTo(user.id());

        TestUser byLink = realm.userWithTotp(secret);
        Answer followed =
                realm.api()
                        .post(
                                "/v1/auth/magic-link/consume",
                                fromApp(Map.of("token", mailbox.magicLink(realm, byLink))));
        followed.assertChallenge("totp");
        Browser another = new Browser(realm);
        Answer afterLink = another.goTo(followed.text("redirect_url")).assertStatus(200);
        assertThat(afterLink.body()).doesNotContain("type=\"password\"");
        tokens(realm, another.submit(afterLink, Map.of("otp", Totp.codeNow(secret))));
    }

    @PrivateApi
    @Test
    void pageDoesNotAskForTheMailboxOfTheLink() {
        String secret = Totp.newSecret();
        String email = TestRealm.newEmail();
        TestUser user =
                realm.user(
                        email,
                        TestRealm.PASSWORD,
                        u -> {
                            SecondFactors.addTotp(u, secret);
                            SecondFactors.addCodeTo(u, OtpFactors.Channel.EMAIL, email);
                        });
        String link = mailbox.magicLink(realm, user);
        int mails = mailbox.of(email).size();
        Answer followed =
                realm.api().post("/v1/auth/magic-link/consume", fromApp(Map.of("token", link)));
        followed.assertChallenge("totp");
        Browser browser = new Browser(realm);
        Answer page = browser.goTo(followed.text("redirect_url")).assertStatus(200);
        Answer chosen =
                browser.submit(
                        page, Map.of("authenticationExecution", execution("authrealm-mail-code")));
        assertThat(chosen.body()).contains("name=\"otp\"").doesNotContain("name=\"resend\"");
        assertThat(mailbox.of(email)).hasSize(mails);
        assertThat(realm.sessionIds(user)).isEmpty();
        tokens(realm, browser.submit(chosen, Map.of("otp", Totp.codeNow(secret))));

        TestUser withoutApp =
                realm.user(
                        u ->
                                SecondFactors.addCodeTo(
                                        u, OtpFactors.Channel.EMAIL, u.path("email").asText()));
        Answer asked =
                realm.api()
                        .post(
                                "/v1/auth/magic-link/consume",
                                fromApp(Map.of("token", mailbox.magicLink(realm, withoutApp))));
        asked.assertChallenge("email");
        assertThat(asked.body()).doesNotContain("redirect_url");
    }

    private static String execution(String provider) {
        String flow =
                realm.representation().path("authenticationFlows").get(0).path("alias").asText();
        for (JsonNode one :
                realm.get("/authentication/flows/" + Admin.encoded(flow) + "/executions")) {
            if (one.path("providerId").asText().equals(provider)) {
                return one.path("id").asText();
            }
        }
        throw new IllegalStateException("no step " + provider + " in flow " + flow);
    }

    @PrivateApi
    @Test
    void keysAndCodesThatAnAppCannotShowAreAskedForInABrowser() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = SignedIn.newIn(realm);
        PasskeyApi keys = PasskeyApi.of(person);
        Answer begun = keys.beginRegistration("security_key").assertStatus(200);
        keys.finishRegistration(begun, key.create(PasskeyApi.options(begun)), "key")
                .assertStatus(204);
        Answer asked = logInToChallenge(person.user(), "webauthn");
        Browser browser = new Browser(realm);
        Answer page = browser.goTo(asked.text("redirect_url")).assertStatus(200);
        Map<String, String> signed = key.signInFields(key.get(KeyPages.options(page)));
        tokens(realm, browser.submit(page, signed));

        OtpFactors other = new OtpFactors(SignedIn.newIn(realm), mailbox);
        OtpFactors.Factor factor = other.added(OtpFactors.Channel.EMAIL);
        Answer codeAsked = logInToChallenge(other.person().user(), "email");
        assertThat(other.messages(factor)).isEqualTo(1);
        Browser another = new Browser(realm);
        Answer codePage = another.goTo(codeAsked.text("redirect_url")).assertStatus(200);
        tokens(realm, another.submit(codePage, Map.of("code", other.code(factor, 2))));
    }

    @Test
    void pageOfASecondFactorDiesWithItsChallengeAndTheAccount() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        Answer asked = logInToChallenge(user, "totp");
        realm.api().mfa(asked.text("mfa_token"), Totp.codeNow(secret)).assertTokens();
        new Browser(realm).goTo(asked.text("redirect_url")).assertError(404, "not_found");

        Answer revoked = logInToChallenge(user, "totp");
        admin.post("/v1/users/" + user.id() + "/sessions/revoke-all").assertStatus(200);
        new Browser(realm).goTo(revoked.text("redirect_url")).assertError(404, "not_found");

        Answer withoutPage = realm.api().login(user.email(), user.password());
        withoutPage.assertChallenge();
        assertThat(withoutPage.body()).doesNotContain("redirect_url", "expires_in");
    }

    @PrivateApi
    @Test
    void codeIsWorthlessWithoutTheVerifierOfTheApp() {
        TestUser user = userWith("UPDATE_PASSWORD");
        Browser browser = new Browser(realm);
        Answer page = browser.goTo(page(logIn(realm, user))).assertStatus(200);
        String location = newPassword(browser, page).assertStatus(302).header("Location");
        exchange(realm, parameter(location, "code"), "x".repeat(60)).assertStatus(400);
    }

    @Test
    void thereIsNoPageIfTheAppCannotTakeTheCode() {
        TestUser user = userWith("UPDATE_PASSWORD");
        Map<String, Object> right =
                fromApp(Map.of("email", user.email(), "password", user.password()));
        for (String member : List.of("code_challenge", "redirect_uri")) {
            for (String wrong :
                    List.of("https://evil.example/auth/callback", APP + "/../x", "javascript:x")) {
                Map<String, Object> body = new LinkedHashMap<>(right);
                body.put(member, wrong);
                assertNoPage(realm.api().post("/v1/auth/login", body));
            }
        }
        Map<String, Object> withoutPkce = new LinkedHashMap<>(right);
        withoutPkce.remove("code_challenge");
        assertNoPage(realm.api().post("/v1/auth/login", withoutPkce));
        Map<String, Object> byDefault = new LinkedHashMap<>(right);
        byDefault.remove("redirect_uri");
        page(realm.api().post("/v1/auth/login", byDefault));
        Map<String, Object> wrongPassword = new LinkedHashMap<>(right);
        wrongPassword.put("password", "wrong");
        assertNoPage(realm.api().post("/v1/auth/login", wrongPassword));

        for (String member : List.of("redirect_uri", "state", "code_challenge")) {
            Map<String, Object> body = new LinkedHashMap<>(right);
            body.put(member, "x".repeat(5000));
            realm.api().post("/v1/auth/login", body).assertInvalidField(member, "too_long");
            body.put(member, List.of());
            realm.api().post("/v1/auth/login", body).assertErrorEnvelope();
        }
        realm.updateClient(TestRealm.CLIENT, client -> client.put("standardFlowEnabled", false));
        try {
            assertNoPage(logIn(realm, user));
        } finally {
            realm.updateClient(TestRealm.CLIENT, client -> client.put("standardFlowEnabled", true));
        }
    }

    private static void assertNoPage(Answer answer) {
        answer.assertErrorEnvelope();
        assertThat(answer.body()).doesNotContain("redirect_url", "/continue/");
    }
}
