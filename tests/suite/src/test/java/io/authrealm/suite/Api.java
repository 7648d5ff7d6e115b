package io.authrealm.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A client of the API at one mount. Paths begin with a slash: {@code /v1/auth/login}. Bodies are
 * maps that become JSON, or a string that is sent as it is.
 */
final class Api {

    private final String base;
    private final Map<String, String> headers;
    private final OpenApi.Dialect chosen;

    Api(String base) {
        this(base, Map.of(), OpenApi.Dialect.QEET);
    }

    private Api(String base, Map<String, String> headers, OpenApi.Dialect chosen) {
        this.base = base;
        this.headers = headers;
        this.chosen = chosen;
    }

    /**
     * The same client of a realm whose paths below {@code /v1} speak this dialect; null if the test
     * does not know it.
     */
    Api speaking(OpenApi.Dialect dialect) {
        return new Api(base, headers, dialect);
    }

    /** The same client with one more header on every request. */
    Api with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(base, more, chosen);
    }

    Api bearer(String accessToken) {
        return with("Authorization", "Bearer " + accessToken);
    }

    Api bearer(Tokens tokens) {
        return bearer(tokens.access());
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer options(String path) {
        return send(request(path).method("OPTIONS", BodyPublishers.noBody()));
    }

    /** A POST without body and content type. */
    Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    Answer send(String method, String path, Object body) {
        return send(method, path, "application/json", bytes(body));
    }

    Answer send(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request = request(path);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return send(request.method(method, BodyPublishers.ofByteArray(body)));
    }

    private Answer send(HttpRequest.Builder request) {
        return Http.send(request, chosen);
    }

    Answer login(String email, String password) {
        return post("/v1/auth/login", Map.of("email", email, "password", password));
    }

    Answer signUp(String email, String password) {
        return post("/v1/auth/signup", Map.of("email", email, "password", password));
    }

    Answer refresh(String refreshToken) {
        return post("/v1/auth/refresh", Map.of("refresh_token", refreshToken));
    }

    Answer mfa(String mfaToken, String code) {
        return post("/v1/auth/mfa", Map.of("mfa_token", mfaToken, "code", code));
    }

    /** Answers an action that a sign-in waits for; members come in pairs of name and value. */
    Answer action(String action, String challenge, Object... members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("challenge_id", challenge);
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return post("/v1/auth/actions/" + action, body);
    }

    Answer forgotPassword(String email) {
        return post("/v1/auth/forgot-password", Map.of("email", email));
    }

    Answer resetPassword(String token, String password) {
        return post("/v1/auth/reset-password", Map.of("token", token, "new_password", password));
    }

    Answer startMagicLink(String email) {
        return post("/v1/auth/magic-link/start", Map.of("email", email));
    }

    Answer consumeMagicLink(String token) {
        return post("/v1/auth/magic-link/consume", Map.of("token", token));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        headers.forEach(request::header);
        return request;
    }

    private static byte[] bytes(Object body) {
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Answer.JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
