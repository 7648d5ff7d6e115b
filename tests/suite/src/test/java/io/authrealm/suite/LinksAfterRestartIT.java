package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A mail may be read after the server that sent it has been started anew. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process that it can stop")
class LinksAfterRestartIT {

    private static final String NEW = "a-new-horse-battery";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    private static KeycloakServer start(Path home) {
        return TestServer.another(home).provider(TestServer.jar()).readyWhen("/healthz").start();
    }

    private static String mailed(TestRealm realm, String path, TestUser user, int number) {
        realm.api().post(path, Map.of("email", user.email()));
        return mailbox.await(user.email(), number).token();
    }

    @Test
    void linksThatWereMailedBeforeWorkAfterwardsAndOnce() {
        Path home = Distribution.copyOfBuilt("restart");
        TestRealm realm;
        TestUser forgetful;
        TestUser magician;
        String reset;
        String magic;
        String used;
        try (KeycloakServer server = start(home)) {
            realm = TestRealm.on(new Admin(server.baseUrl())).with(mailbox::serve).create();
            forgetful = realm.user();
            magician = realm.user();
            reset = mailed(realm, "/v1/auth/forgot-password", forgetful, 1);
            used = mailed(realm, "/v1/auth/magic-link/start", magician, 1);
            realm.api().post("/v1/auth/magic-link/consume", Map.of("token", used)).assertTokens();
            magic = mailed(realm, "/v1/auth/magic-link/start", magician, 2);
        }

        try (KeycloakServer server = start(home)) {
            Api api = new Api(server.baseUrl() + "/realms/" + realm.name());
            api.post("/v1/auth/magic-link/consume", Map.of("token", used))
                    .assertError(400, "recovery.link_used");
            Tokens tokens =
                    api.post("/v1/auth/magic-link/consume", Map.of("token", magic)).assertTokens();
            assertThat(tokens.userId()).isEqualTo(magician.id());
            api.post("/v1/auth/magic-link/consume", Map.of("token", magic))
                    .assertError(400, "recovery.link_used");

            Map<String, String> body = Map.of("token", reset, "new_password", NEW);
            api.post("/v1/auth/reset-password", body).assertStatus(200);
            api.post("/v1/auth/reset-password", body).assertError(400, "recovery.link_used");
            assertThat(api.login(forgetful.email(), NEW).assertTokens().userId())
                    .isEqualTo(forgetful.id());
        }
    }
}
