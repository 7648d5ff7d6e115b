package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.fakes.FakeRangeServer;
import io.authrealm.fakes.FakeRangeServer.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A realm whose password policy refuses breached passwords. */
@ResourceLock(TestServer.RANGES_LOCK)
class BreachedPasswordIT {

    private static final String MESSAGE =
            "This password has appeared in a data breach. Choose another one.";

    private static final FakeRangeServer SERVICE = TestServer.ranges();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(r -> r.put("passwordPolicy", "length(8) and breached-password(1)"))
                    .with(r -> r.put("internationalizationEnabled", true))
                    .with(r -> r.putArray("supportedLocales").add("en").add("de").add("zh-CN"));

    @RegisterExtension
    static final TestRealm strict =
            TestRealm.fresh()
                    .with(r -> r.put("passwordPolicy", "breached-password(1,unknown=refuse)"));

    @RegisterExtension
    static final TestRealm lenient =
            TestRealm.fresh().with(r -> r.put("passwordPolicy", "breached-password(3)"));

    @BeforeAll
    static void createClient() {
        Browser.createClient(realm);
        Browser.createClient(strict);
    }

    @AfterEach
    void endTheOutage() {
        TestServer.endOutageOfRanges();
    }

    private static String breached() {
        String password = clean();
        SERVICE.breach(password, 1);
        return password;
    }

    private static String clean() {
        return "horse-" + TestRealm.random();
    }

    private static Answer change(TestUser user, String to) {
        return realm.api()
                .bearer(realm.signIn(user))
                .post(
                        "/v1/auth/password",
                        Map.of("current_password", user.password(), "new_password", to));
    }

    private static Answer submitNewPassword(Browser browser, Answer page, String password) {
        return browser.submit(page, Map.of("password-new", password, "password-confirm", password));
    }

    private static ObjectNode userWith(String email, String password) {
        ObjectNode user = Answer.JSON.createObjectNode();
        user.put("username", email).put("email", email).put("enabled", true);
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        return user;
    }

    @PrivateApi
    @Test
    void signUpThroughTheApi() {
        String email = TestRealm.newEmail();
        realm.api().signUp(email, breached()).assertError(422, "auth.password_breached");
        assertThat(realm.usersWithEmail(email)).isEmpty();
        String password = clean();
        realm.api().signUp(email, password).assertTokens(201);
        realm.api().login(email, password).assertTokens();
    }

    @Test
    void changeThroughTheApi() {
        TestUser user = realm.user();
        change(user, breached()).assertError(422, "auth.password_breached");
        realm.signIn(user);
        String password = clean();
        change(user, password).assertStatus(200);
        realm.api().login(user.email(), password).assertTokens();
    }

    @PrivateApi
    @Test
    void registrationPage() {
        Browser browser = new Browser(realm);
        String email = TestRealm.newEmail();
        Answer page = browser.openRegistrationPage();
        Answer refused = browser.register(page, email, breached());
        assertThat(refused.assertStatus(200).body()).contains(MESSAGE);
        assertThat(realm.usersWithEmail(email)).isEmpty();

        String password = clean();
        Browser.tokenFor(realm, browser.register(refused, email, password));
        realm.api().login(email, password).assertTokens();
    }

    @PrivateApi
    @Test
    void requiredActionOnAPage() {
        TestUser user = realm.user(u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        Browser browser = new Browser(realm);
        Answer page = browser.logInAndGoOn(user.email(), user.password());
        Answer refused = submitNewPassword(browser, page, breached());
        assertThat(refused.assertStatus(200).body()).contains(MESSAGE);
        realm.api().login(user.email(), user.password()).assertError(403, "auth.action_required");

        String password = clean();
        Browser.tokenFor(realm, submitNewPassword(browser, refused, password));
        realm.api().login(user.email(), password).assertTokens();
    }

    @PrivateApi
    @Test
    void resetByAnAdmin() {
        TestUser user = realm.user();
        assertThatThrownBy(() -> realm.setPassword(user, breached()))
                .hasMessageContaining("400")
                .hasMessageContaining(MESSAGE);
        realm.signIn(user);
        String password = clean();
        realm.setPassword(user, password);
        realm.api().login(user.email(), password).assertTokens();
    }

    @Test
    void userThatAnAdminCreates() {
        String email = TestRealm.newEmail();
        assertThatThrownBy(
                        () ->
                                realm.admin()
                                        .create(realm.path("/users"), userWith(email, breached())))
                .hasMessageContaining("400");
        assertThat(realm.usersWithEmail(email)).isEmpty();
        String password = clean();
        realm.admin().create(realm.path("/users"), userWith(email, password));
        realm.api().login(email, password).assertTokens();
    }

    @Test
    void partialImport() {
        String email = TestRealm.newEmail();
        ObjectNode users = Answer.JSON.createObjectNode().put("ifResourceExists", "FAIL");
        users.putArray("users").add(userWith(email, breached()));
        // Keycloak answers 500 here if a password policy refuses.
        assertThatThrownBy(() -> realm.admin().create(realm.path("/partialImport"), users))
                .hasMessageContaining("/partialImport: ");
        assertThat(realm.usersWithEmail(email)).isEmpty();

        String password = clean();
        users.putArray("users").add(userWith(email, password));
        realm.admin().create(realm.path("/partialImport"), users);
        realm.api().login(email, password).assertTokens();
    }

    @PrivateApi
    @Test
    void importOfARealm() {
        TestRealm refused =
                TestRealm.fresh()
                        .with(r -> r.put("passwordPolicy", "breached-password"))
                        .with(
                                r ->
                                        r.putArray("users")
                                                .add(userWith(TestRealm.newEmail(), breached())));
        assertThatThrownBy(refused::create).hasMessageContaining(": 4");
        assertThatThrownBy(() -> refused.get("")).hasMessageContaining("404");
    }

    @ParameterizedTest
    @CsvSource({
        "de, Dieses Passwort ist in einem Datenleck aufgetaucht.",
        "zh-CN, 此密码曾出现在数据泄露中，请换一个密码。"
    })
    void messageIsInTheLanguageOfTheUser(String locale, String message) {
        Browser browser = new Browser(realm);
        Answer page = browser.openRegistrationPage(locale);
        assertThat(browser.register(page, TestRealm.newEmail(), breached()).textOfPage())
                .contains(message);
    }

    @Test
    void passwordSeenLessOftenThanTheValueIsAccepted() {
        String password = clean();
        SERVICE.breach(password, 2);
        lenient.api().signUp(TestRealm.newEmail(), password).assertTokens(201);
        SERVICE.breach(password, 3);
        String often = clean();
        SERVICE.breach(often, 3);
        lenient.api()
                .signUp(TestRealm.newEmail(), often)
                .assertError(422, "auth.password_breached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "once", "1,sources=moon", "1,unknown=perhaps", "1,2"})
    void meaninglessValueIsRefusedWithAReason(String value) {
        assertThatThrownBy(
                        () ->
                                realm.updateRealm(
                                        r ->
                                                r.put(
                                                        "passwordPolicy",
                                                        "breached-password(" + value + ")")))
                .hasMessageContaining("400")
                .hasMessageContaining("Not Breached");
        assertThat(realm.get("").path("passwordPolicy").asText()).contains("breached-password(1)");
    }

    @Test
    void serviceLearnsFiveDigitsOnlyOnce() {
        int before = SERVICE.received().size();
        String password = clean();
        realm.api().signUp(TestRealm.newEmail(), password).assertTokens(201);
        List<FakeRangeServer.Received> received =
                SERVICE.received().subList(before, SERVICE.received().size());
        assertThat(received)
                .singleElement()
                .satisfies(
                        request -> {
                            assertThat(request.path()).matches("/range/[0-9A-F]{5}");
                            assertThat(request.headers()).containsEntry("add-padding", "true");
                            assertThat(request.headers().values())
                                    .noneMatch(value -> value.contains(password));
                        });
    }

    @Test
    void oldPasswordThatWasBreachedSinceSignsIn() {
        TestUser user = realm.user();
        SERVICE.breach(user.password(), 1000);
        try {
            realm.signIn(user);
        } finally {
            SERVICE.breach(user.password(), 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STATUS_500", "WEB_PAGE", "FIFTY_MEGABYTES", "SILENT", "TRICKLING"})
    void outageRefusesNoPassword(Mood mood) {
        String password = breached();
        SERVICE.answer(mood);
        Answer answer = realm.api().signUp(TestRealm.newEmail(), password);
        answer.assertTokens(201);
        assertThat(answer.took()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void outageRefusesAllPasswordsIfTheRealmInsists() {
        SERVICE.answer(Mood.STATUS_500);
        String email = TestRealm.newEmail();
        strict.api().signUp(email, clean()).assertBusy();
        assertThat(strict.usersWithEmail(email)).isEmpty();

        Browser browser = new Browser(strict);
        Answer page = browser.register(browser.openRegistrationPage(), email, clean());
        assertThat(page.body()).contains("The password cannot be checked at the moment.");
        assertThat(strict.usersWithEmail(email)).isEmpty();
    }

    @Test
    void checksAreCounted() {
        Metrics before = TestServer.metrics();
        realm.api().signUp(TestRealm.newEmail(), clean()).assertTokens(201);
        realm.api().signUp(TestRealm.newEmail(), breached()).assertStatus(422);
        SERVICE.answer(Mood.STATUS_500);
        realm.api().signUp(TestRealm.newEmail(), clean()).assertTokens(201);
        Metrics after = TestServer.metrics();

        for (String labels : List.of("clean/online", "breached/online", "unknown/none")) {
            String[] label = labels.split("/");
            String name = "authrealm_breached_password_check_seconds_count";
            String result = "result=\"" + label[0] + "\"";
            String source = "source=\"" + label[1] + "\"";
            assertThat(after.sum(name, result, source) - before.sum(name, result, source))
                    .as(labels)
                    .isEqualTo(1);
        }
        assertThat(after.sum("authrealm_breached_password_online_interrupted")).isEqualTo(1);
    }
}
