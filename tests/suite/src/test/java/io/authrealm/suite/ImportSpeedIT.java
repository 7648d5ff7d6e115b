package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.server.KeycloakServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The speed of imports, by a file and by Keycloak's partial import, into one realm of one server
 * with little memory. Takes minutes, so it runs only with {@code -Dauthrealm.test.speed=true}.
 */
@EnabledIfSystemProperty(named = "authrealm.test.speed", matches = "true")
@OwnServer
class ImportSpeedIT {

    private static final int ROWS = Integer.getInteger("authrealm.test.speed.rows", 100_000);
    private static final int CHUNK_BYTES = 2 << 20;
    private static final String HEAP = "-Xms320m -Xmx320m";
    private static final String HASH =
            "$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    /**
     * Partial import is fastest with few users a call, because it keeps all created users in
     * memory.
     */
    private static final int[] CALLS = {100, 200, 500, 1000};

    @Test
    void fileIsThreeTimesAsFastAsPartialImport() throws IOException {
        Path home = Distribution.copyForPostgres("import-speed");
        try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
            KeycloakServer.Builder builder =
                    TestServer.another(home)
                            .environment("JAVA_OPTS_KC_HEAP", HEAP)
                            .readyWhen("/healthz");
            TestServer.optionsOf(database).forEach(builder::option);
            try (KeycloakServer server = builder.start()) {
                measure(server);
            }
        }
    }

    private static void measure(KeycloakServer server) {
        TestRealm realm = TestRealm.on(new Admin(server.baseUrl())).create();
        TestUser user = realm.admin("manage-users");
        importFile(realm, user, "warm", 2000);
        partialImport(realm, "warm-partial", 200);
        double best = 0;
        for (int users : CALLS) {
            double rate = partialImport(realm, "partial-" + users + '-', users);
            System.out.printf(
                    Locale.ROOT, "partial import, %d users a call: %.0f users/s%n", users, rate);
            best = Math.max(best, rate);
        }
        double rate = importFile(realm, user, "file", ROWS);
        System.out.printf(
                Locale.ROOT,
                "file of %d rows: %.0f users/s, %.1f times the best partial import, heap %s,"
                        + " %.0f MiB used at the end%n",
                ROWS,
                rate,
                rate / best,
                HEAP,
                Metrics.of(server.baseUrl()).sum("jvm_memory_used_bytes", "area=\"heap\"")
                        / (1 << 20));
        assertThat(rate).isGreaterThan(3 * best);
    }

    private static double importFile(TestRealm realm, TestUser user, String name, int rows) {
        UserFile file = UserFile.ofLines(rows, i -> member(name, i).toString());
        Api admin = realm.as(user);
        String path = UserFile.start(admin, Map.of("source", "native"));
        long start = System.nanoTime();
        Answer progress = admin.get(path);
        while (progress.text("state").equals("open")) {
            // A token lives ten minutes; an import may take longer.
            progress = file.feedNext(realm.as(user), path, CHUNK_BYTES);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(progress.json().path("created").asInt()).as("%s", progress).isEqualTo(rows);
        return rows / seconds;
    }

    private static double partialImport(TestRealm realm, String name, int users) {
        ObjectNode body = Answer.JSON.createObjectNode().put("ifResourceExists", "FAIL");
        ArrayNode list = body.putArray("users");
        for (int i = 0; i < users; i++) {
            ObjectNode row = member(name, i);
            ObjectNode user = StoredPassword.encoded(HASH).user(row.path("email").asText());
            ObjectNode attributes = user.putObject("attributes");
            attributes.putArray("displayName").add(row.path("display_name").asText());
            attributes.putArray("phoneNumber").add(row.path("phone").asText());
            attributes.putArray("metadata").add(row.path("metadata").toString());
            attributes.putArray("locale").add(row.path("locale").asText());
            list.add(user);
        }
        long start = System.nanoTime();
        realm.admin().post(realm.path("/partialImport"), body);
        return users / ((System.nanoTime() - start) / 1e9);
    }

    private static ObjectNode member(String name, int i) {
        ObjectNode row = Answer.JSON.createObjectNode();
        row.put("email", name + i + "@example.test").put("email_verified", true);
        row.put("display_name", "User Number " + i).put("phone", "+4915112" + (100_000 + i));
        row.putObject("metadata").put("plan", "gold").put("n", i);
        return row.put("locale", "de").put("password_hash", HASH);
    }
}
