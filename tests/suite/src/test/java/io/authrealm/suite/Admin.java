package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keycloak's admin REST API as one of its admins, by default the administrator. Paths begin after
 * {@code /admin/realms}.
 */
final class Admin {

    /** Shorter than the life of an administrator's token. */
    private static final Duration TOKEN_USE = Duration.ofSeconds(30);

    private final String url;
    private final String realm;
    private final Map<String, String> login;

    /** Who does what this admin may not do, or cannot do at the moment; null for nobody. */
    private final Admin deputy;

    private String token;
    private long tokenFrom;

    Admin(String url) {
        this(url, "master", "admin", "admin");
    }

    /** A user of {@code realm}. */
    Admin(String url, String realm, String username, String password) {
        this(
                url,
                realm,
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        username,
                        "password",
                        password),
                null);
    }

    private Admin(String url, String realm, Map<String, String> login, Admin deputy) {
        this.url = url;
        this.realm = realm;
        this.login = login;
        this.deputy = deputy;
    }

    /** The service account of a client of {@code realm}. */
    static Admin ofClient(String url, String realm, String clientId, String secret) {
        return new Admin(url, realm, clientCredentials(clientId, secret), null);
    }

    /** The same, with another admin for what the service account cannot do. */
    static Admin ofClient(String realm, String clientId, String secret, Admin deputy) {
        return new Admin(deputy.url, realm, clientCredentials(clientId, secret), deputy);
    }

    private static Map<String, String> clientCredentials(String clientId, String secret) {
        return Map.of(
                "grant_type", "client_credentials",
                "client_id", clientId,
                "client_secret", secret);
    }

    String url() {
        return url;
    }

    JsonNode get(String path) {
        return expect2xx("GET", path, send("GET", path, null)).json();
    }

    /** Returns the id of the created object. */
    String create(String path, Object body) {
        String location = expect2xx("POST", path, send("POST", path, body)).header("Location");
        return location == null ? null : location.substring(location.lastIndexOf('/') + 1);
    }

    void put(String path, Object body) {
        expect2xx("PUT", path, send("PUT", path, body));
    }

    /** Adds an object that has no id of its own; returns the answer if it has a body. */
    JsonNode post(String path, Object body) {
        Answer answer = expect2xx("POST", path, send("POST", path, body));
        return answer.body().isEmpty() ? null : answer.json();
    }

    void delete(String path) {
        delete(path, null);
    }

    void delete(String path, Object body) {
        expect2xx("DELETE", path, send("DELETE", path, body));
    }

    /** Fails if the deputy would have to do everything. */
    void requireToken() {
        tokenEndpoint(realm, login).assertStatus(200);
    }

    /** The admin's own access token. */
    synchronized String token() {
        if (token == null || System.nanoTime() - tokenFrom > TOKEN_USE.toNanos()) {
            long now = System.nanoTime();
            Answer answer = tokenEndpoint(realm, login);
            if (answer.status() != 200 && deputy != null) {
                return deputy.token();
            }
            token = answer.assertStatus(200).text("access_token");
            tokenFrom = now;
        }
        return token;
    }

    /** A request to a realm's own OpenID Connect token endpoint. */
    Answer tokenEndpoint(String realm, Map<String, String> form) {
        return Http.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        url
                                                + "/realms/"
                                                + realm
                                                + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(form))));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** For a path segment or a query value. */
    static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    /** Any request; {@code body} may be null. */
    Answer send(String method, String path, Object body) {
        if (deputy == null) {
            return sendAsAdministrator(method, path, body);
        }
        Answer answer = sendMyself(method, path, body);
        boolean isRefused = answer.status() == 401 || answer.status() == 403;
        return isRefused ? deputy.send(method, path, body) : answer;
    }

    /**
     * The roles of the server's administrator go with each realm that is removed. Keycloak's own
     * API fails if it looks at one of them at that moment, because the composites of {@code
     * CachedRole} have no fallback. The request has done nothing by then, and it does not fail
     * twice.
     */
    private Answer sendAsAdministrator(String method, String path, Object body) {
        Answer answer = sendMyself(method, path, body);
        return answer.status() == 500 ? sendMyself(method, path, body) : answer;
    }

    private Answer sendMyself(String method, String path, Object body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + "/admin/realms" + path))
                        .header("Authorization", "Bearer " + token());
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return Http.send(
                request.method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(
                                        Answer.JSON.valueToTree(body).toString())));
    }

    private static Answer expect2xx(String method, String path, Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + answer);
        }
        return answer;
    }
}
