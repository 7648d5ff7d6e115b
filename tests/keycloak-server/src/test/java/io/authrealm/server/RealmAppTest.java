package io.authrealm.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an admin REST API with one realm. */
final class RealmAppTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REALM = "/admin/realms/acme";
    private static final String COMPONENTS =
            REALM + "/components?type=io.authrealm.api.tenant.TenantSettingsProvider";
    private static final String CLIENTS = REALM + "/clients?clientId=authrealm-api";

    private final Map<String, String> stored = new ConcurrentHashMap<>();
    private final Map<String, String> changes = new ConcurrentHashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void realmFollowsTheApp() throws Exception {
        realm("http://localhost:3000", "[\"http://localhost:3000\"]");

        assertThat(route("http://localhost:3001")).isEqualTo(new RouteResult.Routed(Map.of()));
        assertThat(change(REALM + "/components/c1"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"id":"c1","config":{"app_url":["http://localhost:3001"],"host_names":["acme.example"]}}"""));
        String both = "[\"http://localhost:3000\",\"http://localhost:3001\"]";
        assertThat(change(REALM + "/clients/k1").path("webOrigins")).hasToString(both);
        assertThat(change(REALM).path("webAuthnPolicyExtraOrigins")).hasToString(both);
        assertThat(change(REALM).path("webAuthnPolicyPasswordlessExtraOrigins")).hasToString(both);
        assertThat(change(REALM).path("webAuthnPolicyPasswordlessUserVerificationRequirement"))
                .hasToString("\"required\"");
    }

    @Test
    void realmThatLeadsToTheAppAlreadyStays() {
        realm("http://localhost:3000", "[\"http://localhost:3000\"]");

        assertThat(route("http://localhost:3000")).isEqualTo(new RouteResult.Routed(Map.of()));
        assertThat(changes).isEmpty();
    }

    @Test
    void realmWithoutAnAddressGetsIt() throws Exception {
        realm("", "[]");

        assertThat(route("http://localhost:3000")).isEqualTo(new RouteResult.Routed(Map.of()));
        assertThat(change(REALM + "/components/c1").at("/config/app_url/0").asText())
                .isEqualTo("http://localhost:3000");
        assertThat(change(REALM).path("webAuthnPolicyExtraOrigins"))
                .hasToString("[\"http://localhost:3000\"]");
    }

    @Test
    void realmWithAnotherAppStays() {
        realm("https://app.acme.example", "[]");

        assertThat(route("http://localhost:3000"))
                .isEqualTo(new RouteResult.Routed(Map.of("acme", "https://app.acme.example")));
        assertThat(changes).isEmpty();
    }

    @Test
    void realmThatHasNotOptedInStays() {
        stored.put(COMPONENTS, "[]");

        assertThat(route("http://localhost:3000")).isEqualTo(new RouteResult.Routed(Map.of()));
        assertThat(changes).isEmpty();
    }

    @Test
    void missingRealmIsLeftOut() {
        assertThat(route("http://localhost:3000")).isEqualTo(new RouteResult.Routed(Map.of()));
    }

    private void realm(String appUrl, String origins) {
        stored.put(
                COMPONENTS,
                "[{\"id\":\"c1\",\"config\":{\"app_url\":[\"%s\"],\"host_names\":[\"acme.example\"]}}]"
                        .formatted(appUrl));
        stored.put(CLIENTS, "[{\"id\":\"k1\",\"webOrigins\":%s}]".formatted(origins));
        stored.put(
                REALM,
                "{\"webAuthnPolicyExtraOrigins\":%s,\"webAuthnPolicyPasswordlessExtraOrigins\":%s,\"webAuthnPolicyPasswordlessUserVerificationRequirement\":\"required\"}"
                        .formatted(origins, origins));
    }

    private RouteResult route(String app) {
        return new RealmApp("http://localhost:" + server.getAddress().getPort())
                .route(List.of("acme"), app);
    }

    private JsonNode change(String path) throws IOException {
        return JSON.readTree(changes.get(path));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.endsWith("/token")) {
            answer(exchange, 200, "{\"access_token\":\"the-token\"}");
        } else if (!"Bearer the-token"
                .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{}");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            changes.put(path, body);
            answer(exchange, 204, "");
        } else if (stored.containsKey(path)) {
            answer(exchange, 200, stored.get(path));
        } else {
            answer(exchange, 404, "{}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
