package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A server on PostgreSQL that is killed in the middle of an import. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process that it can kill")
class ImportCrashIT {

    private static final int ROWS = 6000;

    private static EmbeddedPostgres database;
    private static Path home;

    @BeforeAll
    static void prepare() throws IOException {
        database = EmbeddedPostgres.start();
        home = Distribution.copy("import-crash");
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    private static KeycloakServer start() {
        KeycloakServer.Builder builder =
                KeycloakServer.from(home)
                        .provider(TestServer.jar())
                        .logFile(home.resolveSibling("keycloak.log"))
                        .readyWhen("/healthz");
        TestServer.optionsOf(database).forEach(builder::option);
        return builder.start();
    }

    @Test
    void importGoesOnWhereItWasAndRepeatsNobody() {
        UserFile file = UserFile.ofLines(ROWS, i -> UserFile.row("c" + i + "@example.test"));
        int crashAfter = ThreadLocalRandom.current().nextInt(ROWS / 2);
        TestRealm realm;
        TestUser user;
        String path;
        try (KeycloakServer server = start()) {
            realm = TestRealm.on(new Admin(server.baseUrl())).create();
            user = realm.admin("manage-users");
            Api admin = realm.as(user);
            path = UserFile.start(admin, Map.of("source", "native"));
            String started = path;
            Thread sender =
                    new Thread(
                            () -> {
                                try {
                                    UserFile.feed(admin, started, 0, file.content(), true);
                                } catch (RuntimeException e) {
                                    // The answer that never comes.
                                }
                            });
            sender.start();
            Await.until(
                    "the import has made " + crashAfter + " users",
                    Duration.ofSeconds(60),
                    () -> admin.get(started).json().path("created").asInt() >= crashAfter);
            server.kill();
        }

        try (KeycloakServer server = start()) {
            Api api = new Api(server.baseUrl() + "/realms/" + realm.name());
            Api admin = api.bearer(api.login(user.email(), user.password()).assertTokens());
            Answer stopped = admin.get(path).assertStatus(200);
            assertThat(stopped.text("state")).isEqualTo("open");
            int created = stopped.json().path("created").asInt();
            assertThat(created).isBetween(crashAfter, ROWS - 1);
            Admin console = new Admin(server.baseUrl());
            String count = "/" + realm.name() + "/users/count";
            assertThat(console.get(count).asInt()).isEqualTo(created + 1);

            Answer done = file.feedRest(admin, path, 1 << 20);

            assertThat(done.text("state")).isEqualTo("completed");
            assertThat(done.json().path("created").asInt()).isEqualTo(ROWS);
            assertThat(done.json().path("failed").asInt()).isZero();
            assertThat(console.get(count).asInt()).isEqualTo(ROWS + 1);
        }
    }
}
