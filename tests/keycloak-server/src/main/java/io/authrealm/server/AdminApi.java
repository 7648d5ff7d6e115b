package io.authrealm.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** The admin REST API of a running server, with the administrator that a new server has. */
final class AdminApi {

    /** Leads one realm to a part of this program. */
    @FunctionalInterface
    interface Route {

        /**
         * @return where the realm's own settings lead, which stay as they are; empty if the realm
         *     is led here, or if the server does not have it
         */
        Optional<String> lead(AdminApi api, String realm) throws IOException, InterruptedException;
    }

    /** An answer that leaves no way to go on. The message has no body, which can hold a token. */
    private static final class UnexpectedAnswer extends IOException {

        private static final long serialVersionUID = 1;

        private UnexpectedAnswer(String what, HttpResponse<String> answer) {
            super(what + " was answered with status " + answer.statusCode());
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    private static final String CREDENTIALS =
            "grant_type=password&client_id=admin-cli&username=admin&password=admin";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final String baseUrl;
    private final String token;

    private AdminApi(HttpClient http, String baseUrl, String token) {
        this.http = http;
        this.baseUrl = baseUrl;
        this.token = token;
    }

    /**
     * Leads each of the realms to a part of this program.
     *
     * @param baseUrl scheme, host and port of the server, without a slash at the end
     */
    static RouteResult route(String baseUrl, List<String> realms, Route route) {
        try {
            Optional<AdminApi> api = signIn(baseUrl);
            if (api.isEmpty()) {
                return new RouteResult.SignInRefused();
            }
            Map<String, String> elsewhere = new LinkedHashMap<>();
            for (String realm : realms) {
                route.lead(api.get(), realm).ifPresent(there -> elsewhere.put(realm, there));
            }
            return new RouteResult.Routed(elsewhere);
        } catch (UnexpectedAnswer e) {
            return new RouteResult.Failed(e.reason());
        } catch (JacksonException e) {
            return new RouteResult.Failed("an answer is not JSON");
        } catch (IOException e) {
            return new RouteResult.Failed(
                    "the server does not answer (" + e.getClass().getSimpleName() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RouteResult.Failed("interrupted");
        }
    }

    /**
     * @return empty if the password is not that of a new server anymore
     */
    private static Optional<AdminApi> signIn(String baseUrl)
            throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                baseUrl
                                                        + "/realms/master/protocol/openid-connect/token"))
                                .timeout(TIMEOUT)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(CREDENTIALS))
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() == 400 || answer.statusCode() == 401) {
            return Optional.empty();
        }
        if (answer.statusCode() != 200) {
            throw new UnexpectedAnswer("the sign-in", answer);
        }
        String token = JSON.readTree(answer.body()).path("access_token").asText();
        return Optional.of(new AdminApi(http, baseUrl, token));
    }

    /**
     * @param path below {@code /admin/realms}
     * @param what is read, for the message if it fails
     * @return empty if there is no such thing
     */
    Optional<JsonNode> read(String path, String what) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(path).GET());
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        if (answer.statusCode() != 200) {
            throw new UnexpectedAnswer("reading " + what, answer);
        }
        return Optional.of(JSON.readTree(answer.body()));
    }

    /**
     * @param path below {@code /admin/realms}
     * @param what is changed, for the message if it fails
     */
    void change(String path, JsonNode change, String what)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(change.toString())));
        if (answer.statusCode() != 204) {
            throw new UnexpectedAnswer("changing " + what, answer);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + "/admin/realms" + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
