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

/**
 * A browser on Keycloak's own pages. It keeps all cookies, even those marked Secure, and follows no
 * redirects.
 */
final class Browser {

    /** The redirect address of the client that {@link #createClient} creates. */
    static final String CALLBACK = "http://localhost:3000/callback";

    static final String CLIENT = "web-app";

    private static final String STEP = "authrealm-password";

    private static final Pattern FORM_ACTION =
            Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);

    private final TestRealm realm;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(TestRealm realm) {
        this.realm = realm;
    }

    /** Creates the client that all browsers of a realm use, for pages and the password grant. */
    static void createClient(TestRealm realm) {
        realm.createClient(
                client -> {
                    client.put("clientId", CLIENT)
                            .put("standardFlowEnabled", true)
                            .put("directAccessGrantsEnabled", true);
                    client.putArray("redirectUris").add(CALLBACK);
                });
    }

    /** Adds the pack's own step to the browser flow of a realm and to its password grant. */
    static void useThePasswordStep(TestRealm realm) {
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
    }

    Answer openLoginPage() {
        return open("auth", Map.of());
    }

    /** Asks for a change as an app does, by the name of a required action. */
    Answer askForAction(String action) {
        return follow(open("auth", Map.of("kc_action", action)));
    }

    /** Begins a sign-in with more parameters than a client needs, or with other ones. */
    Answer openWith(Map<String, String> parameters) {
        return follow(open("auth", parameters));
    }

    /** Begins a sign-in at a realm whose flow looks at a header. */
    Answer openWithHeader(String name, String value) {
        return send(HttpRequest.newBuilder(uri("auth", Map.of())).header(name, value));
    }

    /** Chooses an identity provider; the answer is the redirect that leads there. */
    Answer openIdentityProvider(String alias) {
        return follow(open("auth", Map.of("kc_idp_hint", alias)));
    }

    /** Opens a page of the realm, and follows redirects within the realm. */
    Answer goTo(String url) {
        return follow(send(HttpRequest.newBuilder(URI.create(url))));
    }

    private Answer follow(Answer first) {
        Answer answer = first;
        while (answer.status() / 100 == 3 && answer.header("Location").startsWith(realm.url())) {
            answer = send(HttpRequest.newBuilder(URI.create(answer.header("Location"))));
        }
        return answer;
    }

    Answer openRegistrationPage() {
        return open("registrations", Map.of());
    }

    /** In one of the realm's languages. */
    Answer openRegistrationPage(String locale) {
        return open("registrations", Map.of("ui_locales", locale));
    }

    private Answer open(String endpoint, Map<String, String> more) {
        return send(HttpRequest.newBuilder(uri(endpoint, more)));
    }

    private URI uri(String endpoint, Map<String, String> more) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", CLIENT);
        query.put("redirect_uri", CALLBACK);
        query.put("response_type", "code");
        query.put("scope", "openid");
        query.putAll(more);
        return URI.create(
                realm.url() + "/protocol/openid-connect/" + endpoint + "?" + Admin.form(query));
    }

    Answer register(Answer page, String email, String password) {
        return submit(
                page,
                Map.of(
                        "username", email,
                        "email", email,
                        "firstName", "Maria",
                        "lastName", "Acme",
                        "password", password,
                        "password-confirm", password));
    }

    /** Logs in and opens the next page. */
    Answer logInAndGoOn(String name, String password) {
        Answer redirect = logIn(name, password).assertStatus(302);
        return send(HttpRequest.newBuilder(URI.create(redirect.header("Location"))));
    }

    /** Opens the login page and submits it. */
    Answer logIn(String name, String password) {
        return submit(openLoginPage(), name, password);
    }

    Answer submit(Answer page, String name, String password) {
        return submit(page, Map.of("username", name, "password", password));
    }

    Answer submit(Answer page, Map<String, String> fields) {
        Matcher action = FORM_ACTION.matcher(page.body());
        assertThat(action.find()).as("a form in %s", page).isTrue();
        return send(
                HttpRequest.newBuilder(
                                URI.create(realm.url())
                                        .resolve(action.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(Admin.form(fields))));
    }

    /** The access token that the client gets for the code in a redirect. */
    static String tokenFor(TestRealm realm, Answer redirect) {
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

    /** OAuth's resource owner password credentials grant, for the same client. */
    static Answer directGrant(TestRealm realm, String name, String password) {
        return directGrant(realm, name, password, "");
    }

    /** The same with a code of an authenticator app. */
    static Answer directGrant(TestRealm realm, String name, String password, String code) {
        return realm.admin()
                .tokenEndpoint(
                        realm.name(),
                        Map.of(
                                "grant_type", "password",
                                "client_id", CLIENT,
                                "username", name,
                                "password", password,
                                "otp", code));
    }

    /** How Keycloak refuses a wrong code of an app in that grant: otherwise from 26.6 on. */
    static int wrongCodeStatus() {
        return TestServer.isSince("26.6") ? 400 : 401;
    }

    String cookie(String name) {
        return cookies.get(name);
    }

    Browser forget(String name) {
        cookies.remove(name);
        return this;
    }

    /** All cookies so far, in the form of a header. */
    String cookies() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private Answer send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies());
        }
        Answer answer = Http.send(request);
        for (String header : answer.headers().allValues("Set-Cookie")) {
            String[] cookie = header.split(";", 2)[0].split("=", 2);
            cookies.put(cookie[0], cookie[1]);
        }
        return answer;
    }
}
