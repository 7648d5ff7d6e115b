package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A server whose realms have opted out starts without the pack, and its users sign in. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process that it can stop")
@Order(3)
@OwnServer
class OptOutIT {

    private final Path with = Distribution.copyForPostgres("opted-in");
    private final Path without = Distribution.copyForPostgres("opted-out");

    private static KeycloakServer server(Path home, TestDatabase database, int port) {
        return TestServer.another(home, database).httpPort(port).shortLived().start();
    }

    @Test
    void serverStartsWithoutTheJarAfterEachRealmHasOptedOut() throws IOException {
        Files.delete(without.resolve(TestServer.INSTALLED_JAR));
        try (TestDatabase database = TestDatabase.start("opted-in")) {
            walk(database);
        }
    }

    private void walk(TestDatabase database) {
        int port;
        TestRealm realm;
        TestUser user;
        try (KeycloakServer server = server(with, database, 0)) {
            port = URI.create(server.baseUrl()).getPort();
            Admin admin = new Admin(server.baseUrl());
            realm =
                    TestRealm.on(admin)
                            .with(r -> r.retain("realm", "enabled", "clients"))
                            .with(r -> r.putArray("clients"))
                            .create();
            Browser.createClient(realm);
            user = realm.user(it -> it.put("firstName", "Tom").put("lastName", "Smykowski"));
            assertThat(admin.get("/master/authrealm/usage").path("jar_can_go").asBoolean())
                    .isTrue();

            admin.send(
                            "PUT",
                            realm.path("/authrealm"),
                            Map.of("parts", List.of("flow", "policies", "themes")))
                    .assertStatus(200);
            realm.signIn(user);
            assertThat(
                            admin.get("/master/authrealm/usage")
                                    .path("realms")
                                    .path(realm.name())
                                    .path("policies")
                                    .asBoolean())
                    .isTrue();

            admin.send("DELETE", realm.path("/authrealm"), null).assertStatus(200);
            JsonNode usage = admin.get("/master/authrealm/usage");
            assertThat(usage.path("jar_can_go").asBoolean()).as("%s", usage).isTrue();
            assertThat(usage.path("reasons")).isEmpty();
        }

        try (KeycloakServer server = server(without, database, port)) {
            assertThat(server.isRunning()).isTrue();
            Browser.directGrant(realm, user.email(), user.password()).assertStatus(200);
            assertThat(realm.admin().send("GET", realm.path("/authrealm"), null).status())
                    .isEqualTo(404);
        }
    }
}
