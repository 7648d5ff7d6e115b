package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Passwords outlive the pack: Keycloak verifies what it has hashed, and the other way round. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process that it can stop")
class RemovedPackIT {

    private static final StoredPassword BCRYPT =
            StoredPassword.encoded("$2y$04$kbZDXmr2bf2o7tPPBRhMUOh8dvMUT6mhne6FNSMLDq1j8flAXiMWS");

    private static final String JAR = "providers/authrealm.jar";

    private static KeycloakServer start(Path home, int port) {
        return TestServer.another(home).httpPort(port).start();
    }

    private static TestRealm plainRealm(Admin admin) {
        return TestRealm.on(admin)
                .notOptedIn()
                .with(
                        r ->
                                r.remove(
                                        List.of(
                                                "authenticationFlows",
                                                "clients",
                                                "clientScopeMappings",
                                                "passwordPolicy")));
    }

    @Test
    void passwordsAreGoodWithThePackAndWithoutIt() throws IOException {
        Path with = Distribution.copyOfBuilt("with-pack");
        Path without = Distribution.copy("without-pack");
        Files.delete(without.resolve(JAR));

        int port;
        TestRealm realm;
        TestUser hashed;
        TestUser imported;
        try (KeycloakServer server = start(with, 0)) {
            port = URI.create(server.baseUrl()).getPort();
            realm = plainRealm(new Admin(server.baseUrl())).create();
            Browser.createClient(realm);
            hashed = realm.user();
            imported = realm.imported(BCRYPT, TestRealm.PASSWORD);
            assertSignsIn(realm, imported);
            assertThat(realm.password(hashed).costs()).isEqualTo(Credential.COSTS);
            assertThat(realm.password(imported).costs()).isEqualTo(Credential.COSTS);
        }

        TestUser ofKeycloak;
        Files.move(with.resolve("data"), without.resolve("data"));
        try (KeycloakServer server = start(without, port)) {
            assertThat(server.isRunning()).isTrue();
            assertSignsIn(realm, hashed);
            assertSignsIn(realm, imported);
            ofKeycloak = realm.user();
            assertThat(realm.password(ofKeycloak).costs()).isEqualTo("m=7168,t=5,p=1");
        }

        Files.move(without.resolve("data"), with.resolve("data"));
        try (KeycloakServer server = start(with, port)) {
            assertThat(server.isRunning()).isTrue();
            for (TestUser user : List.of(ofKeycloak, hashed, imported)) {
                assertSignsIn(realm, user);
                assertThat(realm.password(user).costs()).isEqualTo(Credential.COSTS);
            }
        }
    }

    private static void assertSignsIn(TestRealm realm, TestUser user) {
        assertThat(Browser.directGrant(realm, user.email(), "wrong").text("error"))
                .isEqualTo("invalid_grant");
        Browser.directGrant(realm, user.email(), user.password()).assertStatus(200);
    }
}
