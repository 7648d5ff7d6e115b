package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.suite.OtpFactors.Channel;
import io.authrealm.suite.OtpFactors.Factor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Second factors that are added and removed on Keycloak's own pages. */
@PrivateApi
@ResourceLock(value = TestServer.SMS_LOCK, mode = ResourceAccessMode.READ)
class FactorChangesOnPagesIT {

    private static final String REFUSED = "authrealm-factor-why";

    private static final String ADD_APP = "CONFIGURE_TOTP";

    private static final String ADD_KEY = "webauthn-register";

    private static final String ADD_CODES = "CONFIGURE_RECOVERY_AUTHN_CODES";

    private static final List<String> KEYS = List.of(ADD_KEY, "webauthn-register-passwordless");

    private static final List<String> ADDITIONS =
            List.of(ADD_APP, ADD_KEY, "webauthn-register-passwordless", ADD_CODES);

    private static final String NEW_SECRET = "a-secret-of-an-attacker";

    private static final Pattern AGAIN =
            Pattern.compile("id=\"authrealm-factor-again\" href=\"([^\"]+)\"");

    private static final Pattern TYPED_SECRET =
            Pattern.compile("name=\"totpSecret\"[^>]*value=\"([^\"]+)\"");

    private static final Pattern PAGE_IN_MAIL =
            Pattern.compile("https?://\\S+/login-actions/action-token\\S+");

    private static final Pattern PROCEED =
            Pattern.compile("href=\"([^\"]*login-actions/action-token[^\"]*)\"");

    private static final String CHANGED = "another-horse-battery";

    private static final Pattern TAB = Pattern.compile("[?&;]tab_id=([^&\"]+)");

    private static final Pattern FORGOT_PASSWORD =
            Pattern.compile("href=\"([^\"]*login-actions/reset-credentials[^\"]*)\"");

    /** Names a client and its flow. */
    private static final String CODE_SKIPPED = "code-skipped";

    private static final String PROVIDER = "the-company";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    /** Its pages ask for every factor. */
    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    /** It is also the identity provider of the next one. */
    @RegisterExtension
    static final TestRealm notOptedIn =
            TestRealm.fresh().notOptedIn().with(json -> json.remove("browserFlow"));

    /** Its pages ask for apps only, as Keycloak's own flow does. */
    @RegisterExtension
    static final TestRealm keycloaks =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .withIdentityProvider(PROVIDER, notOptedIn)
                    .with(json -> json.remove(List.of("browserFlow", "resetCredentialsFlow")));

    @BeforeAll
    static void prepare() {
        for (TestRealm each : List.of(realm, keycloaks, notOptedIn)) {
            Browser.createClient(each);
        }
        notOptedIn.isIdentityProviderOf(keycloaks, PROVIDER);
        addClientThatSkipsTheCode(keycloaks);
        realm.updateClient(TestRealm.CLIENT, FactorChangesOnPagesIT::opensTheAccount);
    }

    /** Its tokens are good for Keycloak's account REST API. */
    private static void opensTheAccount(ObjectNode client) {
        addMapper(client, "oidc-audience-mapper")
                .put("included.client.audience", "account")
                .put("access.token.claim", "true");
        addMapper(client, "oidc-hardcoded-role-mapper").put("role", "account.manage-account");
        addMapper(client, "oidc-usermodel-client-role-mapper")
                .put("usermodel.clientRoleMapping.clientId", "account")
                .put("claim.name", "resource_access.account.roles")
                .put("jsonType.label", "String")
                .put("multivalued", "true")
                .put("access.token.claim", "true");
    }

    /** Returns its configuration. */
    private static ObjectNode addMapper(ObjectNode client, String kind) {
        return client.withArray("protocolMappers")
                .addObject()
                .put("name", kind)
                .put("protocol", "openid-connect")
                .put("protocolMapper", kind)
                .putObject("config");
    }

    /** What a user has beside a password, and Keycloak's own flow does not ask for. */
    enum Owned {
        SECURITY_KEY(
                "webauthn", "authenticatorData", u -> SecondFactors.addSecurityKey(u, "webauthn")),
        RECOVERY_CODES(
                "recovery-authn-codes", "recoveryCodeInput", SecondFactors::addRecoveryCodes),
        MAIL_CODE("authrealm-mail-code", "authrealm-code-form", u -> addCode(u, Channel.EMAIL)),
        TEXT_CODE("authrealm-text-code", "authrealm-code-form", u -> addCode(u, Channel.SMS)),
        PASSKEY(
                "webauthn-passwordless",
                null,
                u -> SecondFactors.addSecurityKey(u, "webauthn-passwordless"));

        private final String type;

        /** What is in the page that asks for it; null if the password signs in without it. */
        private final String field;

        private final Consumer<ObjectNode> change;

        Owned(String type, String field, Consumer<ObjectNode> change) {
            this.type = type;
            this.field = field;
            this.change = change;
        }

        private static void addCode(ObjectNode user, Channel channel) {
            SecondFactors.addCodeTo(user, channel, channel.newDestination());
        }
    }

    private static List<String> stored(TestRealm where, TestUser user) {
        List<String> stored = new ArrayList<>();
        where.get("/users/" + user.id() + "/credentials")
                .forEach(it -> stored.add(it.path("type").asText() + " " + it.path("id").asText()));
        return stored.stream().sorted().toList();
    }

    private static String removalOf(TestRealm where, TestUser user, String type) {
        return "delete_credential:" + where.credentials(user, type).get(0).id();
    }

    private static Answer assertRefused(Answer page) {
        page.assertStatus(200);
        assertThat(page.body())
                .contains(REFUSED, "authrealm-factor-again")
                .doesNotContain(
                        "totpSecret",
                        "attestationObject",
                        "generatedRecoveryAuthnCodes",
                        "kc-accept",
                        "authrealmFactorFirst",
                        "FreeMarker");
        return page;
    }

    private static void assertSignedIn(Answer answer) {
        assertThat(answer.header("Location"))
                .as("redirect in %s", answer)
                .startsWith(Browser.CALLBACK)
                .contains("code=");
    }

    /** The page that follows a form, which Keycloak sends at once or redirects to. */
    private static Answer next(Browser browser, Answer answer) {
        return answer.status() == 302 ? browser.goTo(answer.header("Location")) : answer;
    }

    private static String secretOf(Answer page) {
        Matcher secret = TYPED_SECRET.matcher(page.assertStatus(200).body());
        assertThat(secret.find()).as("a secret in %s", page).isTrue();
        return secret.group(1);
    }

    private static Map<String, String> appFields(String secret) {
        return Map.of("totp", Totp.codeNow(secret), "totpSecret", secret, "userLabel", "label");
    }

    // The password alone

    @ParameterizedTest
    @EnumSource
    void passwordAloneChangesNothing(Owned owned) {
        TestUser user = keycloaks.user(owned.change);
        List<String> before = stored(keycloaks, user);
        Browser browser = new Browser(keycloaks);
        assertSignedIn(browser.logIn(user.email(), user.password()));
        List<String> changes = new ArrayList<>(ADDITIONS);
        changes.add("idp_link:" + PROVIDER);
        changes.add(removalOf(keycloaks, user, owned.type));
        for (String change : changes) {
            Answer page = assertRefused(browser.askForAction(change));
            // The page takes no other form than its own.
            for (Map<String, String> form :
                    List.of(appFields(NEW_SECRET), Map.of("accept", "true"), Map.of("x", "y"))) {
                page = assertRefused(browser.submit(page, form));
            }
            Answer back = browser.submit(page, Map.of("cancel-aia", "true"));
            assertSignedIn(back);
            assertThat(back.header("Location")).contains("kc_action_status=cancelled");
        }
        assertThat(stored(keycloaks, user)).isEqualTo(before);
        assertSignedIn(browser.openLoginPage());
        assertThat(keycloaks.sessionIds(user)).hasSize(1);
        assertThat(keycloaks.events("UPDATE_CREDENTIAL", user).list()).isEmpty();
        assertThat(keycloaks.events("REMOVE_CREDENTIAL", user).list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void pagesOfTheTemplateAskForEveryFactor(Owned owned) {
        TestUser user = realm.user(owned.change);
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.email(), user.password());
        if (owned.field == null) {
            assertSignedIn(page);
            ADDITIONS.forEach(change -> assertRefused(browser.askForAction(change)));
        } else {
            assertThat(page.assertStatus(200).body()).contains(owned.field);
            assertThat(realm.sessionIds(user)).isEmpty();
        }
    }

    /** The password signs in without it, but proves nothing. */
    @Test
    void passkeyOfTheLoginPageIsAProof() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = KeyPages.userWith(realm, key);
        Browser browser = new Browser(realm);
        Answer login = browser.openWith(Map.of("kc_action", ADD_APP)).assertStatus(200);
        Map<String, Object> signed = key.get(KeyPages.options(login));
        Answer next = browser.submit(login, key.signInFields(signed)).assertStatus(302);
        Answer page = browser.goTo(next.header("Location"));
        assertSignedIn(browser.submit(page, appFields(secretOf(page))));
        String removal = removalOf(realm, user, "webauthn-passwordless");
        assertSignedIn(browser.submit(browser.askForAction(removal), Map.of("accept", "true")));
        assertThat(realm.credentials(user, "webauthn-passwordless")).isEmpty();
    }

    /** A key that somebody has found is one factor. */
    @Test
    void passkeyThatDoesNotVerifyItsUserIsRefused() {
        SoftKey key = SoftKey.at(realm);
        KeyPages.userWith(realm, key);
        KeyPages.assertNotSignedIn(KeyPages.signIn(realm, key.userVerified(false)));
    }

    @Test
    void orderOfAnAdminIsNoWayAroundEither() {
        TestUser user =
                keycloaks.user(
                        u -> {
                            Owned.MAIL_CODE.change.accept(u);
                            u.putArray("requiredActions").add(ADD_APP);
                        });
        Browser browser = new Browser(keycloaks);
        Answer page = assertRefused(browser.logInAndGoOn(user.email(), user.password()));
        assertThat(page.body()).doesNotContain("cancel-aia");
        page = assertRefused(browser.submit(page, Map.of("cancel-aia", "true")));
        assertRefused(browser.submit(page, appFields(NEW_SECRET)));
        assertThat(keycloaks.credentials(user, "otp")).isEmpty();
        assertThat(keycloaks.sessionIds(user)).isEmpty();
    }

    /** The session of a device that the user trusts, for example, has proved no factor. */
    @Test
    void sessionFromBeforeTheFactorChangesNothingUntilTheUserProvesIt() {
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        assertSignedIn(browser.logIn(user.email(), user.password()));
        OtpFactors owner = new OtpFactors(SignedIn.of(realm, user), mailbox);
        Factor factor = owner.added(Channel.EMAIL);
        Matcher again = AGAIN.matcher(assertRefused(browser.askForAction(ADD_APP)).body());
        assertThat(again.find()).isTrue();
        String restart = again.group(1).replace("&amp;", "&");
        Answer login = browser.goTo(URI.create(realm.url()).resolve(restart).toString());
        Answer code = browser.submit(login, user.email(), user.password()).assertStatus(200);
        Answer page =
                browser.goTo(
                        browser.submit(code, Map.of("code", owner.code(factor, 2)))
                                .assertStatus(302)
                                .header("Location"));
        String secret = secretOf(page);
        assertSignedIn(browser.submit(page, appFields(secret)));
        assertThat(realm.credentials(user, "otp")).hasSize(1);
        // The session has proved a factor, and removes one too.
        Answer removal =
                browser.askForAction(removalOf(realm, user, "authrealm-mail-code"))
                        .assertStatus(200);
        assertSignedIn(browser.submit(removal, Map.of("accept", "true")));
        assertThat(realm.credentials(user, "authrealm-mail-code")).isEmpty();
    }

    @Test
    void otherRealmsAreAsKeycloakMadeThem() {
        TestUser user = notOptedIn.user(Owned.SECURITY_KEY.change);
        Browser browser = new Browser(notOptedIn);
        assertSignedIn(browser.logIn(user.email(), user.password()));
        Answer page = browser.askForAction(ADD_APP);
        assertSignedIn(browser.submit(page, appFields(secretOf(page))));
        Answer removal =
                browser.askForAction(removalOf(notOptedIn, user, "webauthn")).assertStatus(200);
        assertSignedIn(browser.submit(removal, Map.of("accept", "true")));
        assertThat(notOptedIn.credentials(user, "webauthn")).isEmpty();
    }

    /** Keycloak keeps the steps of a cookie's session also if another user then signs in. */
    @Test
    void whatAnotherUserHasProvedIsNoProof() {
        TestUser attacker = keycloaks.userWithTotp(NEW_SECRET);
        TestUser victim = keycloaks.user(Owned.SECURITY_KEY.change);
        Browser browser = new Browser(keycloaks);
        Answer code = browser.logIn(attacker.email(), attacker.password());
        assertSignedIn(browser.submit(code, Map.of("otp", Totp.codeNow(NEW_SECRET))));
        Answer page = browser.openWith(Map.of("kc_action", ADD_APP, "acr_values", "5"));
        browser.forget("KEYCLOAK_IDENTITY");
        Matcher tab = TAB.matcher(page.assertStatus(200).body());
        assertThat(tab.find()).as("a tab in %s", page).isTrue();
        String actions = keycloaks.url() + "/login-actions/";
        String query = "?client_id=" + Browser.CLIENT + "&tab_id=" + tab.group(1);
        Answer forgot = browser.goTo(actions + "reset-credentials" + query).assertStatus(200);
        browser.submit(forgot, Map.of("username", "no-such-user"));
        Answer login = browser.goTo(actions + "authenticate" + query).assertStatus(200);
        assertRefused(next(browser, browser.submit(login, victim.email(), victim.password())));
        assertThat(keycloaks.credentials(victim, "otp")).isEmpty();
    }

    /** An identity provider changes the user of a sign-in without beginning it anew. */
    @Test
    void whatAnotherUserHasProvedIsNoProofAfterAnIdentityProvider() {
        TestUser attacker = keycloaks.userWithTotp(NEW_SECRET);
        TestUser victim = keycloaks.user(Owned.SECURITY_KEY.change);
        TestUser there = notOptedIn.user();
        keycloaks.post(
                "/users/" + victim.id() + "/federated-identity/" + PROVIDER,
                Map.of("userId", there.id(), "userName", there.email()));
        Browser browser = new Browser(keycloaks);
        Answer code = browser.logIn(attacker.email(), attacker.password());
        assertSignedIn(browser.submit(code, Map.of("otp", Totp.codeNow(NEW_SECRET))));
        Answer toProvider =
                browser.openWith(
                        Map.of("kc_action", ADD_APP, "acr_values", "5", "kc_idp_hint", PROVIDER));
        Browser atProvider = new Browser(notOptedIn);
        Answer login = atProvider.goTo(toProvider.header("Location"));
        Answer back = atProvider.submit(login, there.email(), there.password());
        assertRefused(browser.goTo(back.assertStatus(302).header("Location")));
        assertThat(keycloaks.credentials(victim, "otp")).isEmpty();
    }

    /** Keycloak keeps the session, and lets it change factors because its user is back. */
    @Test
    void proofDoesNotOutliveASignInWithoutOne() {
        for (Map<String, String> parameters :
                List.of(Map.of("prompt", "login"), Map.of("acr_values", "5"))) {
            TestUser user = keycloaks.user();
            Browser browser = new Browser(keycloaks);
            assertSignedIn(browser.logIn(user.email(), user.password()));
            Answer page = browser.askForAction(ADD_KEY);
            assertSignedIn(browser.submit(page, fieldsOf(ADD_KEY, page, user)));
            assertThat(browser.askForAction(ADD_APP).body()).doesNotContain(REFUSED);
            // The flow does not ask for a key.
            Answer login = browser.openWith(parameters).assertStatus(200);
            assertSignedIn(browser.submit(login, Map.of("password", user.password())));
            assertThat(keycloaks.sessionIds(user)).hasSize(1);
            assertRefused(browser.askForAction(ADD_APP));
        }
    }

    /** Keycloak counts the step as done if its settings let it skip the code. */
    @Test
    void codeThatIsSkippedIsNoProof() {
        TestUser user = keycloaks.userWithTotp(NEW_SECRET);
        Browser browser = new Browser(keycloaks);
        Answer login = browser.openWith(Map.of("client_id", CODE_SKIPPED, "kc_action", ADD_KEY));
        assertRefused(next(browser, browser.submit(login, user.email(), user.password())));
        // The same step for a user whom it asks.
        TestUser asked =
                keycloaks.user(
                        u -> {
                            SecondFactors.addTotp(u, NEW_SECRET);
                            u.withObject("/attributes").putArray("displayName").add("force");
                        });
        browser = new Browser(keycloaks);
        login = browser.openWith(Map.of("client_id", CODE_SKIPPED, "kc_action", ADD_KEY));
        Answer code = browser.submit(login, asked.email(), asked.password());
        Answer page = next(browser, browser.submit(code, Map.of("otp", Totp.codeNow(NEW_SECRET))));
        assertThat(page.assertStatus(200).body()).doesNotContain(REFUSED);
    }

    /** A client whose flow asks for a code only of some users. */
    private static void addClientThatSkipsTheCode(TestRealm where) {
        String step =
                where.copyFlow(
                        "browser",
                        CODE_SKIPPED,
                        CODE_SKIPPED + " Browser - Conditional 2FA",
                        "auth-conditional-otp-form",
                        List.of("auth-otp-form", "auth-cookie"));
        where.admin()
                .create(
                        where.path("/authentication/executions/" + step + "/config"),
                        Map.of(
                                "alias",
                                CODE_SKIPPED,
                                "config",
                                Map.of(
                                        "otpControlAttribute", "displayName",
                                        "defaultOtpOutcome", "skip")));
        where.createClient(
                client -> {
                    client.put("clientId", CODE_SKIPPED).put("standardFlowEnabled", true);
                    client.putArray("redirectUris").add(Browser.CALLBACK);
                    client.putObject("authenticationFlowBindingOverrides")
                            .put("browser", where.flowId(CODE_SKIPPED));
                });
    }

    // The first factor

    @ParameterizedTest
    @FieldSource("ADDITIONS")
    void firstFactorNeedsNoOtherAndIsThenAProof(String first) {
        TestUser user = keycloaks.user();
        Browser browser = new Browser(keycloaks);
        assertSignedIn(browser.logIn(user.email(), user.password()));
        Answer page = browser.askForAction(first).assertStatus(200);
        assertSignedIn(browser.submit(page, fieldsOf(first, page, user)));
        for (String change : ADDITIONS) {
            assertThat(browser.askForAction(change).assertStatus(200).body())
                    .doesNotContain(REFUSED);
        }
    }

    /** The first one does not keep the user from the rest. */
    @ParameterizedTest
    @FieldSource("KEYS")
    void allThatAnAdminOrdersIsSetUp(String key) {
        TestUser user = keycloaks.user(u -> u.putArray("requiredActions").add(key).add(ADD_CODES));
        Browser browser = new Browser(keycloaks);
        Answer page = browser.logInAndGoOn(user.email(), user.password()).assertStatus(200);
        Answer next = next(browser, browser.submit(page, fieldsOf(key, page, user)));
        assertSignedIn(browser.submit(next, fieldsOf(ADD_CODES, next, user)));
        assertThat(stored(keycloaks, user))
                .anyMatch(it -> it.startsWith("webauthn"))
                .anyMatch(it -> it.startsWith("recovery-authn-codes"));
    }

    /** What the page of a required action wants. */
    private static Map<String, String> fieldsOf(String action, Answer page, TestUser user) {
        return switch (action) {
            case ADD_APP -> appFields(secretOf(page));
            case ADD_CODES ->
                    Map.of(
                            "generatedRecoveryAuthnCodes",
                            inputOf(page, "generatedRecoveryAuthnCodes"),
                            "generatedAt",
                            inputOf(page, "generatedAt"),
                            "userLabel",
                            "codes");
            default -> {
                SoftKey key = SoftKey.at(keycloaks).userHandle(user.id());
                yield key.registrationFields(key.create(KeyPages.options(page)), action);
            }
        };
    }

    private static String inputOf(Answer page, String name) {
        Matcher input =
                Pattern.compile("name=\"" + name + "\"[^>]*value=\"([^\"]*)\"")
                        .matcher(page.assertStatus(200).body());
        assertThat(input.find()).as("%s in %s", name, page).isTrue();
        return input.group(1);
    }

    /** A page that waits was opened with the password alone. */
    @Test
    void pageFromBeforeTheFactorStoresNothing() {
        SoftKey key = SoftKey.at(realm);
        for (String change : ADDITIONS) {
            TestUser user = realm.user();
            Browser browser = new Browser(realm);
            assertSignedIn(browser.logIn(user.email(), user.password()));
            Answer page = browser.askForAction(change).assertStatus(200);
            assertThat(page.body()).doesNotContain(REFUSED);
            SignedIn.of(realm, user).setUpApp();
            List<String> before = stored(realm, user);
            Map<String, String> form =
                    change.equals(ADD_KEY)
                            ? key.userHandle(user.id())
                                    .registrationFields(
                                            key.create(KeyPages.options(page)), "too late")
                            : appFields(NEW_SECRET);
            assertRefused(browser.submit(page, form));
            assertThat(stored(realm, user)).isEqualTo(before);
        }
    }

    @Test
    void ofManyPagesAtOnceOneAddsTheFirstFactor() {
        TestUser user = realm.user();
        List<Browser> browsers = IntStream.range(0, 8).mapToObj(i -> new Browser(realm)).toList();
        List<Answer> pages =
                browsers.stream()
                        .map(
                                browser -> {
                                    assertSignedIn(browser.logIn(user.email(), user.password()));
                                    return browser.askForAction(ADD_APP);
                                })
                        .toList();
        List<Answer> answers =
                Parallel.run(
                        browsers.size(),
                        browsers.size(),
                        i ->
                                browsers.get(i)
                                        .submit(pages.get(i), appFields(secretOf(pages.get(i)))));
        assertThat(answers.stream().filter(answer -> answer.status() == 302)).hasSize(1);
        answers.stream().filter(answer -> answer.status() != 302).forEach(it -> assertRefused(it));
        assertThat(realm.credentials(user, "otp")).hasSize(1);
    }

    /** The linked account signs in alone, so it is like a factor that is added. */
    @Test
    void linkedAccountIsAddedLikeAFactor() {
        TestUser user = keycloaks.user();
        TestUser there = notOptedIn.user();
        Browser browser = new Browser(keycloaks);
        assertSignedIn(browser.logIn(user.email(), user.password()));
        Answer page = browser.askForAction("idp_link:" + PROVIDER).assertStatus(200);
        assertThat(page.body()).doesNotContain(REFUSED);
        // A page that was opened before the user had a factor links nothing.
        TestUser late = keycloaks.user();
        Browser other = new Browser(keycloaks);
        assertSignedIn(other.logIn(late.email(), late.password()));
        Answer old = other.askForAction("idp_link:" + PROVIDER).assertStatus(200);
        SignedIn.of(keycloaks, late).setUpApp();
        assertRefused(other.submit(old, Map.of()));

        Browser atProvider = new Browser(notOptedIn);
        Answer away = browser.submit(page, Map.of());
        Answer login = atProvider.goTo(away.header("Location"));
        Answer back = atProvider.submit(login, there.email(), there.password());
        assertSignedIn(browser.goTo(back.assertStatus(302).header("Location")));
        assertThat(keycloaks.get("/users/" + user.id() + "/federated-identity")).hasSize(1);
    }

    // Around the pages

    @Test
    void accountApiRemovesAFactorOnlyWithinTheWindow() {
        SignedIn person = SignedIn.newIn(realm);
        String secret = SignedIn.of(realm, person.user()).setUpApp();
        String app = "/account/credentials/" + realm.credentials(person.user(), "otp").get(0).id();
        Api account = person.api().with("Accept", "application/json");
        assertThat(account.get("/account/credentials").assertStatus(200).body())
                .contains("\"removeable\":true");
        account.delete(app).assertStatus(400);
        assertThat(realm.credentials(person.user(), "otp")).hasSize(1);
        person.api()
                .post("/v1/mfa/totp/verify", Map.of("code", Totp.codeNow(secret)))
                .assertStatus(200);
        // Nor does it while the realm is closed to the API, whose windows do not count then.
        realm.updateSettings(Map.of("enabled", List.of("false")));
        try {
            account.delete(app).assertStatus(400);
        } finally {
            realm.updateSettings(Map.of("enabled", List.of("true")));
        }
        account.delete(app).assertStatus(204);
        assertThat(realm.credentials(person.user(), "otp")).isEmpty();
    }

    /** Keycloak's own flow for that wants a new app besides. */
    @Test
    void forgottenPasswordIsSetAndTheAppStays() {
        TestUser user = keycloaks.userWithTotp(NEW_SECRET);
        Browser browser = new Browser(keycloaks);
        Matcher link = FORGOT_PASSWORD.matcher(browser.openLoginPage().body());
        assertThat(link.find()).isTrue();
        URI forgot = URI.create(keycloaks.url()).resolve(link.group(1).replace("&amp;", "&"));
        browser.submit(browser.goTo(forgot.toString()), Map.of("username", user.email()));
        setPassword(browser, browser.goTo(pageInMailTo(user)));
        assertThat(keycloaks.credentials(user, "otp")).hasSize(1);
        assertThat(new Browser(keycloaks).logIn(user.email(), CHANGED).assertStatus(200).body())
                .contains("name=\"otp\"");
    }

    private static String pageInMailTo(TestUser user) {
        Matcher mailed = PAGE_IN_MAIL.matcher(mailbox.await(user.email(), 1).text());
        assertThat(mailed.find()).isTrue();
        return mailed.group();
    }

    private static void setPassword(Browser browser, Answer page) {
        browser.submit(page, Map.of("password-new", CHANGED, "password-confirm", CHANGED));
    }

    /** There is no sign-in in which the user could prove the factor. */
    @Test
    void mailOfAnAdminLeadsToTheOtherPages() {
        TestUser user =
                keycloaks.user(
                        u -> {
                            Owned.SECURITY_KEY.change.accept(u);
                            u.withObject("/attributes").putArray("mfaRequired").add("true");
                        });
        List<String> before = stored(keycloaks, user);
        keycloaks
                .admin()
                .put(
                        keycloaks.path("/users/" + user.id() + "/execute-actions-email"),
                        List.of(ADD_APP, ADD_KEY, ADD_CODES, "UPDATE_PASSWORD"));
        Browser browser = new Browser(keycloaks);
        Matcher proceed = PROCEED.matcher(browser.goTo(pageInMailTo(user)).body());
        assertThat(proceed.find()).isTrue();
        Answer page = browser.goTo(proceed.group(1).replace("&amp;", "&"));
        assertThat(page.assertStatus(200).body()).doesNotContain(REFUSED);
        setPassword(browser, page);
        assertThat(keycloaks.credentials(user, "otp")).isEmpty();
        assertThat(stored(keycloaks, user))
                .filteredOn(it -> !it.startsWith("password"))
                .isEqualTo(before.stream().filter(it -> !it.startsWith("password")).toList());
        keycloaks.api().login(user.email(), CHANGED).assertChallenge("webauthn");
    }
}
