package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A server on PostgreSQL that is killed right after it has answered. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process that it can kill")
class CrashIT {

    private static EmbeddedPostgres database;
    private static Path home;

    @BeforeAll
    static void prepare() throws IOException {
        database = EmbeddedPostgres.start();
        home = Distribution.copy("crash");
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    /** With port 0 on any port; tokens are good at one address only. */
    private static KeycloakServer start(int port) {
        KeycloakServer.Builder builder =
                KeycloakServer.from(home)
                        .provider(TestServer.jar())
                        .httpPort(port)
                        .logFile(home.resolveSibling("keycloak.log"))
                        .readyWhen("/healthz");
        TestServer.optionsOf(database).forEach(builder::option);
        return builder.start();
    }

    @Test
    void nothingThatWasAnsweredWithSuccessIsLost() {
        int port;
        TestRealm realm;
        Tokens signedUp;
        Tokens rotated;
        Tokens replayed;
        Tokens loggedOut;
        String email = TestRealm.newEmail();
        try (KeycloakServer server = start(0)) {
            port = URI.create(server.baseUrl()).getPort();
            realm = TestRealm.on(new Admin(server.baseUrl())).create();
            Tokens first = realm.signIn(realm.user());
            rotated = realm.api().refresh(first.refresh()).assertTokens();
            replayed = realm.signIn(realm.user());
            realm.api().refresh(replayed.refresh()).assertTokens();
            loggedOut = realm.signIn(realm.user());
            realm.api().bearer(loggedOut).post("/v1/auth/logout").assertStatus(200);
            signedUp = realm.api().signUp(email, TestRealm.PASSWORD).assertTokens(201);
            server.kill();
        }

        try (KeycloakServer server = start(port)) {
            Api api = new Api(server.baseUrl() + "/realms/" + realm.name());
            Tokens again = api.login(email, TestRealm.PASSWORD).assertTokens();
            assertThat(again.userId()).isEqualTo(signedUp.userId());
            api.refresh(signedUp.refresh()).assertTokens();
            api.refresh(rotated.refresh()).assertTokens();
            api.refresh(replayed.refresh()).assertError(401, "auth.session_revoked");
            api.refresh(loggedOut.refresh()).assertError(401, "auth.session_revoked");
        }
    }
}
