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

/** Against an admin REST API that knows two realms. */
final class RealmMailTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS =
            """
            {"displayName":"Acme","smtpServer":{"host":"127.0.0.1","port":"1","from":"no-reply@acme.example"}}""";

    private final Map<String, String> realms = new ConcurrentHashMap<>();
    private final Map<String, String> changes = new ConcurrentHashMap<>();
    private volatile int signInStatus = 200;
    private volatile int changeStatus = 204;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/realms/master/protocol/openid-connect/token", this::signIn);
        server.createContext("/admin/realms/", this::realm);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void realmWithoutEmailSettingsGetsThem() throws Exception {
        realms.put("acme", "{\"displayName\":\"Acme\"}");
        realms.put("globex", "{\"displayName\":\"Globex\",\"smtpServer\":{}}");

        assertThat(route("acme", "globex")).isEqualTo(new RouteResult.Routed(Map.of()));
        assertThat(change("acme"))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"smtpServer":{"host":"127.0.0.1","port":"2525",
                                "from":"no-reply@acme.example","fromDisplayName":"Acme"}}"""));
        assertThat(change("globex").at("/smtpServer/from").asText())
                .isEqualTo("no-reply@globex.example");
    }

    @Test
    void settingsOfAnEarlierStartAreRenewed() throws Exception {
        realms.put("acme", OURS);

        assertThat(route("acme")).isEqualTo(new RouteResult.Routed(Map.of()));
        assertThat(change("acme").at("/smtpServer/port").asText()).isEqualTo("2525");
    }

    @Test
    void foreignSettingsStay() {
        realms.put("acme", OURS.replace("127.0.0.1", "mail.example"));
        realms.put("globex", OURS);

        assertThat(route("acme", "globex"))
                .isEqualTo(
                        new RouteResult.Routed(
                                Map.of("acme", "mail.example", "globex", "127.0.0.1")));
        assertThat(changes).isEmpty();
    }

    @Test
    void missingRealmIsLeftOut() {
        realms.put("globex", "{}");

        assertThat(route("acme", "globex")).isEqualTo(new RouteResult.Routed(Map.of()));
        assertThat(changes).containsOnlyKeys("globex");
    }

    @Test
    void otherPasswordOfTheAdministratorIsReported() {
        signInStatus = 401;

        assertThat(route("acme")).isEqualTo(new RouteResult.SignInRefused());
    }

    @Test
    void refusedChangeIsReportedWithoutTheAnswer() {
        realms.put("acme", "{}");
        changeStatus = 403;

        assertThat(route("acme"))
                .isEqualTo(
                        new RouteResult.Failed(
                                "changing the realm acme was answered with status 403"));
    }

    @Test
    void malformedAnswerIsReported() {
        realms.put("acme", "<html>");

        assertThat(route("acme")).isEqualTo(new RouteResult.Failed("an answer is not JSON"));
    }

    @Test
    void stoppedServerIsReported() {
        server.stop(0);

        assertThat(route("acme")).isInstanceOf(RouteResult.Failed.class);
    }

    private RouteResult route(String... names) {
        return new RealmMail("http://localhost:" + server.getAddress().getPort())
                .route(List.of(names), 2525);
    }

    private JsonNode change(String realm) throws IOException {
        return JSON.readTree(changes.get(realm));
    }

    private void signIn(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean known = form.contains("username=admin&password=admin");
        answer(exchange, known ? signInStatus : 401, "{\"access_token\":\"the-token\"}");
    }

    private void realm(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        String credential = exchange.getRequestHeaders().getFirst("Authorization");
        if (!"Bearer the-token".equals(credential)) {
            answer(exchange, 401, "{}");
        } else if (!realms.containsKey(name)) {
            answer(exchange, 404, "{}");
        } else if (exchange.getRequestMethod().equals("PUT")) {
            changes.put(name, new String(body, StandardCharsets.UTF_8));
            answer(exchange, changeStatus, "");
        } else {
            answer(exchange, 200, realms.get(name));
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
