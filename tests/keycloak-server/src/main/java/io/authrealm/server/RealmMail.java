package io.authrealm.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes realms of a running server send their mails to a port of this machine, over the admin REST
 * API. It changes only the email settings of a realm, and only if they are absent or were set by an
 * earlier start.
 */
final class RealmMail {

    /** The result. */
    sealed interface Result {

        /**
         * @param elsewhere the realms with settings that this class did not make, with the host of
         *     each
         */
        record Routed(Map<String, String> elsewhere) implements Result {}

        /** The administrator's password is not that of a new server. */
        record SignInRefused() implements Result {}

        record Failed(String reason) implements Result {}
    }

    private static final String HOST = "127.0.0.1";
    private static final String CREDENTIALS =
            "grant_type=password&client_id=admin-cli&username=admin&password=admin";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String baseUrl;

    /**
     * @param baseUrl scheme, host and port of the server, without a slash at the end
     */
    RealmMail(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** Realms that the server does not have are left out. */
    Result route(List<String> realms, int smtpPort) {
        try {
            HttpResponse<String> signIn =
                    send(
                            request("/realms/master/protocol/openid-connect/token")
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString(CREDENTIALS)));
            if (signIn.statusCode() == 400 || signIn.statusCode() == 401) {
                return new Result.SignInRefused();
            }
            if (signIn.statusCode() != 200) {
                return unexpected("the sign-in", signIn);
            }
            String token = JSON.readTree(signIn.body()).path("access_token").asText();
            Map<String, String> elsewhere = new LinkedHashMap<>();
            for (String realm : realms) {
                Optional<Result> failure = route(realm, smtpPort, token, elsewhere);
                if (failure.isPresent()) {
                    return failure.get();
                }
            }
            return new Result.Routed(elsewhere);
        } catch (JacksonException e) {
            return new Result.Failed("an answer is not JSON");
        } catch (IOException e) {
            return new Result.Failed(
                    "the server does not answer (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Failed("interrupted");
        }
    }

    private Optional<Result> route(
            String name, int port, String token, Map<String, String> elsewhere)
            throws IOException, InterruptedException {
        String path = "/admin/realms/" + name;
        HttpResponse<String> read = send(authorized(path, token).GET());
        if (read.statusCode() == 404) {
            return Optional.empty();
        }
        if (read.statusCode() != 200) {
            return Optional.of(unexpected("reading the realm " + name, read));
        }
        JsonNode realm = JSON.readTree(read.body());
        JsonNode current = realm.path("smtpServer");
        String from = "no-reply@" + name + ".example";
        if (!current.isEmpty() && !isOurs(current, from)) {
            elsewhere.put(name, current.path("host").asText());
            return Optional.empty();
        }
        ObjectNode change = JSON.createObjectNode();
        change.putObject("smtpServer")
                .put("host", HOST)
                .put("port", Integer.toString(port))
                .put("from", from)
                .put("fromDisplayName", realm.path("displayName").asText(name));
        HttpResponse<String> written =
                send(
                        authorized(path, token)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(change.toString())));
        return written.statusCode() == 204
                ? Optional.empty()
                : Optional.of(unexpected("changing the realm " + name, written));
    }

    private static boolean isOurs(JsonNode settings, String from) {
        return settings.path("host").asText().equals(HOST)
                && settings.path("from").asText().equals(from);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(TIMEOUT);
    }

    private HttpRequest.Builder authorized(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Leaves out the answer's body, which can contain a token. */
    private static Result unexpected(String what, HttpResponse<String> answer) {
        return new Result.Failed(what + " was answered with status " + answer.statusCode());
    }
}
