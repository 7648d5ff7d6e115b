package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What an admin's request costs by API key, by Bearer token, and at Keycloak's own admin REST API,
 * for the same admin: {@code -Dauthrealm.test.speed=true}.
 */
@EnabledIfSystemProperty(named = "authrealm.test.speed", matches = "true")
@OwnServer
class ApiKeyCostIT {

    private static final String FOLDER = "api-key-cost";
    private static final String KEY = "one user, by API key";
    private static final String BEARER = "one user, by Bearer token";
    private static final String KEYCLOAK = "one user, at Keycloak's admin REST API";
    private static final String KEY_ONLY = "/v1/auth/me, by API key";
    private static final String NO_KEY = "/v1/auth/me, by nobody: 401";

    /** Milliseconds of processor time. */
    private static final double MOST_FOR_A_CHECK = 1;

    private static TestDatabase database;
    private static KeycloakServer server;
    private static ServerProcess process;

    @BeforeAll
    static void start() throws IOException {
        Path home = Distribution.copyForPostgres(FOLDER);
        database = TestDatabase.start(FOLDER);
        server = TestServer.another(home, database).keepCollector().readyWhen("/readyz").start();
        process = ServerProcess.of(server, home);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.stop();
        }
        database.close();
    }

    @Test
    void checkOfAKeyCostsLittleMoreThanThatOfAToken() {
        TestRealm realm =
                TestRealm.on(new Admin(server.baseUrl()))
                        .with(it -> it.put("accessTokenLifespan", 3600))
                        .create();
        TestUser user = realm.user();
        Tokens admin = realm.signIn(realm.admin("realm-admin"));
        Api bearer = realm.api().bearer(admin);
        String text =
                bearer.post("/v1/api-keys", Map.of("name", "x")).assertStatus(201).text("key");
        Api key = new Api(server.baseUrl()).with("Authorization", "ApiKey " + text);
        Api keycloak = new Api(server.baseUrl() + "/admin/realms/" + realm.name()).bearer(admin);
        Api nobody = realm.api();
        Map<String, Runnable> kinds = new LinkedHashMap<>();
        kinds.put(NO_KEY, () -> nobody.get("/v1/auth/me").assertStatus(401));
        kinds.put(KEY_ONLY, () -> key.get("/v1/auth/me").assertStatus(200));
        kinds.put(KEY, () -> key.get("/v1/users/" + user.id()).assertStatus(200));
        kinds.put(BEARER, () -> bearer.get("/v1/users/" + user.id()).assertStatus(200));
        kinds.put(KEYCLOAK, () -> keycloak.get("/users/" + user.id()).assertStatus(200));
        Map<String, Double> costs = CpuCosts.of(process, kinds);
        costs.forEach((kind, cost) -> System.out.printf("| %s | %.2f |%n", kind, cost));
        assertThat(costs.get(KEY_ONLY) - costs.get(NO_KEY))
                .as("what the check adds to the request")
                .isLessThan(MOST_FOR_A_CHECK);
    }
}
