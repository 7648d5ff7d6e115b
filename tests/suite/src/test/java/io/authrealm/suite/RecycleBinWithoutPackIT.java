package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What becomes of a deleted user in an export, with the recycle bin off, and without the pack. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process that it can stop")
class RecycleBinWithoutPackIT {

    private static final String JAR = "providers/authrealm.jar";
    private static final String OFF = "--spi-user--jpa--recycle-bin=false";

    private static Api admin(TestRealm realm) {
        return realm.api().bearer(realm.admin().token());
    }

    private static JsonNode listed(TestRealm realm, TestUser user) {
        return realm.get("/users?email=" + Admin.encoded(user.email()) + "&exact=true");
    }

    /** Where the pack is not at work a deleted user is a disabled one, and nothing is lost. */
    private static void assertIsDisabled(TestRealm realm, TestUser user) {
        JsonNode found = listed(realm, user);
        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("enabled").asBoolean()).isFalse();
        Browser.directGrant(realm, user.email(), user.password()).assertStatus(400);
    }

    @Test
    void deletedUserIsADisabledOneToAllWhoDoNotKnow() throws IOException, InterruptedException {
        Path with = Distribution.copyOfBuilt("bin-with-pack");
        Path without = Distribution.copy("bin-without-pack");
        Files.delete(without.resolve(JAR));

        TestRealm realm;
        TestUser restored;
        TestUser enabled;
        try (KeycloakServer server = TestServer.another(with).start()) {
            // Keycloak does not start with a policy that it does not know.
            realm =
                    TestRealm.on(new Admin(server.baseUrl()))
                            .with(r -> r.remove("passwordPolicy"))
                            .create();
            Browser.createClient(realm);
            restored = realm.user();
            enabled = realm.user();
            for (TestUser user : List.of(restored, enabled)) {
                admin(realm).delete("/v1/users/" + user.id()).assertStatus(204);
                assertThat(listed(realm, user)).isEmpty();
            }
        }

        assertThat(export(with, realm.name())).contains(restored.email(), enabled.email());

        try (KeycloakServer server = TestServer.another(with).option(OFF).start()) {
            assertIsDisabled(at(server, realm), restored);
            assertThat(Files.readString(server.logFile()))
                    .contains("Deleted users show up as disabled ones");
        }

        Files.move(with.resolve("data"), without.resolve("data"));
        try (KeycloakServer server = TestServer.another(without).start()) {
            TestRealm here = at(server, realm);
            assertIsDisabled(here, restored);
            ObjectNode user = (ObjectNode) here.get("/users/" + enabled.id());
            here.admin().put(here.path("/users/" + enabled.id()), user.put("enabled", true));
        }

        Files.move(without.resolve("data"), with.resolve("data"));
        try (KeycloakServer server = TestServer.another(with).start()) {
            TestRealm here = at(server, realm);
            assertThat(listed(here, restored)).isEmpty();
            assertThat(listed(here, enabled)).hasSize(1);
            here.signIn(enabled);
            Answer list = admin(here).get("/v1/users/deleted").assertStatus(200);
            assertThat(list.json().path("items")).hasSize(1);
            admin(here).post("/v1/users/" + restored.id() + "/restore").assertStatus(200);
            here.signIn(restored);
        }
    }

    /** The same realm on a server that has another port. */
    private static TestRealm at(KeycloakServer server, TestRealm realm) {
        return TestRealm.existing(realm.name(), new Admin(server.baseUrl()));
    }

    private static String export(Path home, String realm) throws IOException, InterruptedException {
        Path file = home.resolveSibling("export.json");
        Process export =
                new ProcessBuilder(
                                home.resolve("bin/kc.sh").toString(),
                                "export",
                                "--file=" + file,
                                "--realm=" + realm)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolveSibling("export.log").toFile())
                        .start();
        assertThat(export.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(export.exitValue()).isZero();
        return Files.readString(file);
    }
}
