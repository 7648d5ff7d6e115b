package io.authrealm.suite;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A page of an app in a browser that signs its user in with cookies. The browser sends all cookies
 * to every path, and forgets those that an answer ends.
 */
final class HostedPage {

    /** The page's origin, which is among the web origins of the tenant template. */
    static final String ORIGIN = "http://localhost:3000";

    static final String SESSION = "qe_ls";
    static final String CSRF = "qe_csrf";

    private final TestRealm realm;
    private final Api api;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    HostedPage(TestRealm realm) {
        this(realm, realm.api());
    }

    /**
     * @param api the mount that the page uses
     */
    HostedPage(TestRealm realm, Api api) {
        this.realm = realm;
        this.api = api;
    }

    Answer signIn(TestUser user) {
        return signIn(user.email(), user.password());
    }

    Answer signIn(String email, String password) {
        return post("/v1/auth/session", Map.of("email", email, "password", password));
    }

    Answer mfa(String mfaToken, String code) {
        return mfa(Map.of("mfa_token", mfaToken, "code", code));
    }

    Answer mfa(Map<String, ?> body) {
        return post("/v1/auth/session/mfa", body);
    }

    /** Signs in without a second factor. */
    HostedPage signedIn(TestUser user) {
        signIn(user).assertStatus(200);
        return this;
    }

    private Answer post(String path, Object body) {
        return keep(client().with("Origin", ORIGIN).post(path, body));
    }

    /** The API's client with the cookies of the browser. */
    Api client() {
        return cookies.isEmpty() ? api : api.with("Cookie", header());
    }

    /** Fetches a token for {@link #signOut()} if the browser has none. */
    HostedPage prepare() {
        keep(client().get("/v1/healthz"));
        return this;
    }

    /** Signs out as a page of the app does. */
    Answer signOut() {
        prepare();
        return keep(
                client().with("Origin", ORIGIN)
                        .with("X-CSRF-Token", cookies.get(CSRF))
                        .post("/v1/auth/logout", Map.of()));
    }

    /** Opens another client's login without showing a page; the answer is a redirect. */
    Answer singleSignOn() {
        return openLogin("prompt", "none");
    }

    /** Opens the page by which the user of another client changes factors. */
    Answer askForAction(String action) {
        return get(openLogin("kc_action", action).assertStatus(302).header("Location"));
    }

    private Answer openLogin(String parameter, String value) {
        return get(
                realm.url()
                        + "/protocol/openid-connect/auth?"
                        + Admin.form(
                                Map.of(
                                        "client_id",
                                        Browser.CLIENT,
                                        "redirect_uri",
                                        Browser.CALLBACK,
                                        "response_type",
                                        "code",
                                        "scope",
                                        "openid",
                                        parameter,
                                        value)));
    }

    Answer get(String url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!cookies.isEmpty()) {
            request.header("Cookie", header());
        }
        return keep(Http.send(request));
    }

    boolean isSignedInAtKeycloak() {
        String location = singleSignOn().assertStatus(302).header("Location");
        if (!location.contains("code=") && !location.contains("error=login_required")) {
            throw new AssertionError("neither signed in nor out: " + location);
        }
        return location.contains("code=");
    }

    /** The value of a cookie; null if the browser has none of that name. */
    String cookie(String name) {
        return cookies.get(name);
    }

    HostedPage setCookie(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    HostedPage forget(String name) {
        cookies.remove(name);
        return this;
    }

    List<String> cookieNames() {
        return List.copyOf(cookies.keySet());
    }

    private String header() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    Answer keep(Answer answer) {
        for (String header : answer.headers().allValues("Set-Cookie")) {
            String[] cookie = header.split(";", 2)[0].split("=", 2);
            if (header.contains("Max-Age=0")) {
                cookies.remove(cookie[0]);
            } else {
                cookies.put(cookie[0], cookie[1]);
            }
        }
        return answer;
    }

    /** The attributes of a header that sets a cookie. Keycloak puts no space between its own. */
    static List<String> attributes(String header) {
        return Arrays.stream(header.split(";\\s*")).skip(1).toList();
    }

    /** The header that sets a cookie; null if the answer sets none of that name. */
    static String setCookie(Answer answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(header -> header.startsWith(name + "="))
                .findFirst()
                .orElse(null);
    }
}
