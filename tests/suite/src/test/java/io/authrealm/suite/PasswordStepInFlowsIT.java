package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pack's password step in flows that Keycloak itself runs. */
class PasswordStepInFlowsIT {

    private static final String STEP = "authrealm-password";
    private static final String CLIENT = "web-app";
    private static final String CALLBACK = "http://localhost:3000/callback";
    private static final Pattern FORM_ACTION =
            Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @BeforeAll
    static void useTheStepInBothFlows() {
        realm.copyFlow(
                "browser",
                "my browser",
                "my browser forms",
                STEP,
                List.of("auth-username-password-form"));
        realm.copyFlow(
                "direct grant",
                "my direct grant",
                "my direct grant",
                STEP,
                List.of("direct-grant-validate-username", "direct-grant-validate-password"));
        realm.updateRealm(
                r -> r.put("browserFlow", "my browser").put("directGrantFlow", "my direct grant"));
        realm.createClient(
                c -> {
                    c.put("clientId", CLIENT)
                            .put("standardFlowEnabled", true)
                            .put("directAccessGrantsEnabled", true);
                    c.putArray("redirectUris").add(CALLBACK);
                });
    }

    /** A browser that keeps all cookies, and those marked Secure too, and follows no redirects. */
    private static final class Browser {

        private final Map<String, String> cookies = new LinkedHashMap<>();

        Answer openLoginPage() {
            String query =
                    Admin.form(
                            Map.of(
                                    "client_id",
                                    CLIENT,
                                    "redirect_uri",
                                    CALLBACK,
                                    "response_type",
                                    "code",
                                    "scope",
                                    "openid"));
            return send(
                    HttpRequest.newBuilder(
                            URI.create(realm.url() + "/protocol/openid-connect/auth?" + query)));
        }

        Answer submit(Answer page, Map<String, String> fields) {
            Matcher action = FORM_ACTION.matcher(page.body());
            assertThat(action.find()).as("a form in %s", page).isTrue();
            return send(
                    HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(Admin.form(fields))));
        }

        private Answer send(HttpRequest.Builder request) {
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            Answer answer = Http.send(request);
            for (String header : answer.headers().allValues("Set-Cookie")) {
                String[] cookie = header.split(";", 2)[0].split("=", 2);
                cookies.put(cookie[0], cookie[1]);
            }
            return answer;
        }
    }

    private static Map<String, String> credentials(String name, String password) {
        return Map.of("username", name, "password", password);
    }

    private static String tokensFor(Answer redirect) {
        redirect.assertStatus(302);
        assertThat(redirect.header("Location")).startsWith(CALLBACK).contains("code=");
        String code = redirect.header("Location").replaceFirst(".*[?&]code=([^&]+).*", "$1");
        return realm.admin()
                .tokenEndpoint(
                        realm.name(),
                        Map.of(
                                "grant_type", "authorization_code",
                                "client_id", CLIENT,
                                "redirect_uri", CALLBACK,
                                "code", code))
                .assertStatus(200)
                .text("access_token");
    }

    @Test
    void loginPageSignsIn() {
        TestUser user = realm.user();
        Browser browser = new Browser();
        Answer page = browser.openLoginPage().assertStatus(200);
        assertThat(page.body()).contains("name=\"username\"", "name=\"password\"");
        Answer redirect = browser.submit(page, credentials(user.email(), user.password()));
        assertThat(Jwt.payload(tokensFor(redirect)).path("sub").asText()).isEqualTo(user.id());
        assertThat(realm.events("LOGIN", user)).hasSize(1);
    }

    @Test
    void loginPageStaysAfterAWrongPassword() {
        TestUser user = realm.user();
        Browser browser = new Browser();
        Answer page =
                browser.submit(browser.openLoginPage(), credentials(user.email(), "wrong"))
                        .assertStatus(200);
        assertThat(page.body()).contains("Invalid username or password");
        assertThat(realm.events("LOGIN_ERROR", user)).hasSize(1);
        Answer redirect = browser.submit(page, credentials(user.email(), user.password()));
        assertThat(Jwt.payload(tokensFor(redirect)).path("sub").asText()).isEqualTo(user.id());
    }

    @Test
    void loginPageLooksTheSameForAnUnknownUser() {
        Browser browser = new Browser();
        Answer page =
                browser.submit(browser.openLoginPage(), credentials(TestRealm.newEmail(), "wrong"))
                        .assertStatus(200);
        assertThat(page.body()).contains("Invalid username or password");
    }

    @Test
    void loginPageAsksForASecondFactor() {
        String secret = "secret-" + TestRealm.random();
        TestUser user = realm.userWithTotp(secret);
        Browser browser = new Browser();
        Answer page =
                browser.submit(browser.openLoginPage(), credentials(user.email(), user.password()))
                        .assertStatus(200);
        assertThat(page.body()).contains("name=\"otp\"");
        Answer redirect = browser.submit(page, Map.of("otp", Totp.codeNow(secret)));
        assertThat(Jwt.payload(tokensFor(redirect)).path("sub").asText()).isEqualTo(user.id());
    }

    @Test
    void loginPageKeepsTheLockout() {
        TestUser user = realm.user();
        for (int i = 0; i < 5; i++) {
            realm.api().login(user.email(), "wrong").assertStatus(401);
        }
        Browser browser = new Browser();
        Answer page =
                browser.submit(browser.openLoginPage(), credentials(user.email(), user.password()));
        page.assertStatus(200);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    private static Answer directGrant(String name, String password) {
        return realm.admin()
                .tokenEndpoint(
                        realm.name(),
                        Map.of(
                                "grant_type", "password",
                                "client_id", CLIENT,
                                "username", name,
                                "password", password));
    }

    @Test
    void directGrantSignsIn() {
        TestUser user = realm.user();
        String token =
                directGrant(user.email(), user.password()).assertStatus(200).text("access_token");
        assertThat(Jwt.payload(token).path("sub").asText()).isEqualTo(user.id());
    }

    @Test
    void directGrantRefusesWrongPasswordAndUnknownUserAlike() {
        TestUser user = realm.user();
        Answer wrong = directGrant(user.email(), "wrong").assertStatus(401);
        assertThat(wrong.text("error")).isEqualTo("invalid_grant");
        Answer unknown = directGrant(TestRealm.newEmail(), "wrong").assertStatus(401);
        assertThat(unknown.json()).isEqualTo(wrong.json());
        assertThat(realm.events("LOGIN_ERROR", user)).hasSize(1);
    }
}
