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
