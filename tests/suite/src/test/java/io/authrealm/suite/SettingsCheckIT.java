package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that would have no effect are refused when they are written. */
class SettingsCheckIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @RegisterExtension static final TestRealm clientless = TestRealm.fresh();

    @PrivateApi
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client_id | nope | the realm has no client",
                "email_domains | @acme.example | is no domain",
                "email_domains | 'acme.example, globex.example' | Each value is one name",
                "email_domains | ada@acme.example | is no domain",
                "email_domains | *.acme.example | is no domain",
                "host_names | https://login.acme.example | is no host name",
                "host_names | login.acme.example:8443 | is no host name",
                "host_names | login.acme.example/v1 | is no host name",
                "host_names | 'a.example,b.example' | is no host name",
                "enabled | yes | must be true or false"
            })
    void settingWithoutAnEffectIsRefusedWithTheReason(String key, String value, String reason) {
        ObjectNode before = realm.settings();
        Answer answer = realm.updateSettings(realm.admin(), Map.of(key, List.of(value)));
        answer.assertStatus(400);
        assertThat(answer.body()).contains(key, reason);
        assertThat(realm.settings()).isEqualTo(before);
    }

    @Test
    void realmFileWithSuchASettingIsRefusedToo() {
        TestRealm bad = TestRealm.fresh().setting("ip_rates", "5");
        Answer answer = TestServer.admin().send("POST", "", bad.representation());
        answer.assertStatus(400);
        assertThat(answer.body()).contains("ip_rates");
    }

    /** Keycloak leaves it out before the pack sees it. */
    @PrivateApi
    @Test
    void settingThatThereIsNotIsNotStoredByTheAdminApi() {
        realm.updateSettings(Map.of("ip_rates", List.of("5"), "key_burst", List.of("150")));
        assertThat(realm.settings().path("config").has("ip_rates")).isFalse();
        assertThat(realm.settings().at("/config/key_burst/0").asText()).isEqualTo("150");
    }

    @Test
    void namesInAnyScriptAndCaseAreTaken() {
        for (String name :
                List.of("Login-" + realm.name() + ".EXAMPLE", "löwen.example", "[::1]")) {
            realm.updateSettings(Map.of("host_names", List.of(name)));
        }
        realm.updateSettings(
                Map.of("host_names", List.of(), "client_id", List.of(" " + TestRealm.CLIENT)));
    }

    @Test
    @DisabledIfSystemProperty(
            named = "authrealm.test.server",
            matches = "containers",
            disabledReason = "reads the log of the server")
    void logTellsOfARealmWhoseClientIsGone() {
        String client =
                clientless.get("/clients?clientId=" + TestRealm.CLIENT).at("/0/id").asText();
        clientless.admin().delete(clientless.path("/clients/" + client));
        clientless.api().get("/v1/.well-known/jwks.json").assertStatus(404);
        Await.until(
                "the warning",
                Duration.ofSeconds(20),
                () -> {
                    TestServer.root().get("/.well-known/jwks.json");
                    return TestServer.log().stream()
                            .anyMatch(
                                    line ->
                                            line.contains(
                                                    "Realm %s has opted in, but the API is closed to it: it has no client %s"
                                                            .formatted(
                                                                    clientless.name(),
                                                                    TestRealm.CLIENT)));
                });
    }
}
