package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pack's themes on the templates of the server that the tests run on. */
@PrivateApi
class ThemesIT {

    private static final Pattern STYLESHEET =
            Pattern.compile("href=\"([^\"]+/login/authrealm/css/authrealm\\.css)\"");

    private static final Pattern INPUT = Pattern.compile("<input[^>]*>");
    private static final Pattern HIDDEN = Pattern.compile("type=\"(hidden|submit)\"");
    private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]+)\"");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("loginTheme", "authrealm").put("emailTheme", "authrealm"));

    @BeforeAll
    static void createClient() {
        Browser.createClient(realm);
    }

    private static void assertBranded(Answer page) {
        assertThat(page.assertStatus(200).body()).contains("--authrealm-brand");
    }

    @Test
    void loginPageHasTheStylesheetAndTheBrand() {
        Answer page = new Browser(realm).openLoginPage();
        assertBranded(page);
        Matcher stylesheet = STYLESHEET.matcher(page.body());
        assertThat(stylesheet.find()).as(page.body()).isTrue();
        URI address = URI.create(TestServer.url()).resolve(stylesheet.group(1));
        Answer styles = Http.send(HttpRequest.newBuilder(address)).assertStatus(200);
        assertThat(styles.header("Content-Type")).startsWith("text/css");
    }

    @Test
    void registrationPageHasTheBrand() {
        Answer page = new Browser(realm).openRegistrationPage();
        assertBranded(page);
    }

    @Test
    void registrationAsksForTheAddressAndAPassword() {
        Browser browser = new Browser(realm);
        String email = TestRealm.newEmail();
        Answer page = browser.openRegistrationPage();

        assertThat(fields(page)).containsExactly("email", "password", "password-confirm");
        Browser.tokenFor(
                realm,
                browser.submit(
                        page,
                        Map.of(
                                "email", email,
                                "password", TestRealm.PASSWORD,
                                "password-confirm", TestRealm.PASSWORD)));
        assertThat(realm.usersWithEmail(email))
                .singleElement()
                .satisfies(
                        user -> assertThat(user.path("username").asText()).isEqualTo(email),
                        user -> assertThat(user.has("firstName")).isFalse(),
                        user -> assertThat(user.has("lastName")).isFalse());
    }

    @Test
    void namesCanBeAddedOnThePageOfTheProfile() {
        TestUser user = realm.user();
        Browser browser = new Browser(realm);
        browser.logIn(user.email(), user.password()).assertStatus(302);

        assertThat(fields(browser.askForAction("UPDATE_PROFILE").assertStatus(200)))
                .contains("firstName", "lastName", "displayName", "avatarUrl");
    }

    @Test
    void registrationShowsAFieldWithAnError() {
        Browser browser = new Browser(realm);
        Map<String, String> form =
                Map.of(
                        "email",
                        TestRealm.newEmail(),
                        "firstName",
                        "<Maria>",
                        "password",
                        TestRealm.PASSWORD,
                        "password-confirm",
                        TestRealm.PASSWORD);
        Answer page = browser.submit(browser.openRegistrationPage(), form);

        assertThat(fields(page.assertStatus(200)))
                .containsExactly("email", "password", "password-confirm", "firstName");
        assertThat(page.body()).contains("input-error-firstName");
    }

    @Test
    void registrationAsksForWhatTheRealmDemandsOrDoesNotHide() {
        TestRealm asking = TestRealm.fresh().create();
        try {
            Browser.createClient(asking);
            asking.updateProfile(
                    "lastName", name -> name.putObject("required").putArray("roles").add("user"));
            asking.updateProfile("displayName", name -> name.remove("annotations"));
            asking.updateProfile(
                    "avatarUrl", avatar -> avatar.putObject("annotations").put("other", "hidden"));

            assertThat(fields(new Browser(asking).openRegistrationPage()))
                    .containsExactly(
                            "email",
                            "password",
                            "password-confirm",
                            "lastName",
                            "displayName",
                            "avatarUrl");
        } finally {
            asking.close();
        }
    }

    /** The names of the fields that a page shows. */
    private static List<String> fields(Answer page) {
        return INPUT.matcher(page.body())
                .results()
                .filter(input -> !HIDDEN.matcher(input.group()).find())
                .map(input -> NAME.matcher(input.group()))
                .filter(Matcher::find)
                .map(name -> name.group(1))
                .toList();
    }

    @Test
    void mailsOfKeycloakHaveTheLayout() {
        TestUser user = realm.user();
        String path = realm.path("/users/" + user.id());
        realm.admin().put(path + "/send-verify-email", Map.of());
        realm.admin().put(path + "/execute-actions-email", List.of("UPDATE_PASSWORD"));
        for (int number = 1; number <= 2; number++) {
            Mailbox.Mail mail = mailbox.await(user.email(), number);
            assertThat(mail.html()).contains("class=\"card\"", realm.url());
            assertThat(mail.text()).contains(realm.url());
        }
    }
}
