package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@PrivateApi
class DiscoveryIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @RegisterExtension
    static final TestRealm defaultTenant = TestRealm.named(TestServer.DEFAULT_TENANT);

    @Test
    void healthRevealsNoVersion() {
        for (Answer answer :
                List.of(TestServer.root().get("/healthz"), realm.api().get("/v1/healthz"))) {
            answer.assertStatus(200);
            assertThat(answer.text("status")).isEqualTo("ok");
            assertThat(answer.text("service")).isNotBlank();
            assertThat(answer.text("env")).isNotBlank();
            assertThat(answer.text("uptime")).isNotBlank();
            assertThat(answer.json()).hasSize(4);
            assertThat(answer.body()).doesNotContain("26.", Runtime.version().toString());
        }
    }

    @Test
    void readinessChecksTheDatabase() {
        for (Answer answer :
                List.of(TestServer.root().get("/readyz"), realm.api().get("/v1/readyz"))) {
            answer.assertStatus(200);
            assertThat(answer.text("status")).isEqualTo("ready");
            assertThat(answer.text("checks.db")).isEqualTo("ok");
        }
    }

    @Test
    void keySetContainsOnlyPublicSigningKeys() {
        // This page of Keycloak generates an RSA key for a realm that has none.
        TestServer.root().get("/realms/" + realm.name()).assertStatus(200);
        for (Answer answer :
                List.of(
                        TestServer.root().get("/.well-known/jwks.json"),
                        realm.api().get("/v1/.well-known/jwks.json"))) {
            JsonNode keys = answer.assertStatus(200).json().path("keys");
            assertThat(keys).isNotEmpty();
            for (JsonNode key : keys) {
                assertThat(key.path("kty").asText()).as("%s", answer).isEqualTo("EC");
                assertThat(key.path("crv").asText()).isEqualTo("P-256");
                assertThat(key.path("use").asText()).isEqualTo("sig");
                assertThat(key.path("alg").asText()).isEqualTo("ES256");
                assertThat(key.path("kid").asText()).isNotBlank();
                assertThat(key.has("d")).as("private part").isFalse();
                assertThat(java.util.Base64.getUrlDecoder().decode(key.path("x").asText()))
                        .hasSize(32);
                assertThat(java.util.Base64.getUrlDecoder().decode(key.path("y").asText()))
                        .hasSize(32);
            }
        }
    }

    @Test
    void discoveryDocumentOfARealmNamesItsIssuer() {
        Answer answer = realm.api().get("/v1/.well-known/openid-configuration").assertStatus(200);
        assertThat(answer.text("issuer")).isEqualTo(realm.url());
        assertThat(answer.text("jwks_uri")).startsWith(realm.url());
        assertThat(answer.text("token_endpoint")).startsWith(realm.url());
        assertThat(answer.json().path("id_token_signing_alg_values_supported"))
                .extracting(JsonNode::asText)
                .contains("ES256");
    }

    @Test
    void discoveryDocumentOfTheRootIsTheDefaultTenants() {
        Answer answer =
                TestServer.root().get("/.well-known/openid-configuration").assertStatus(200);
        assertThat(answer.text("issuer")).isEqualTo(defaultTenant.url());
        assertThat(answer.text("jwks_uri")).isEqualTo(TestServer.url() + "/.well-known/jwks.json");
    }

    @Test
    void keycloaksOwnPagesStillWork() {
        for (String path :
                List.of(
                        "/realms/" + realm.name() + "/.well-known/openid-configuration",
                        "/realms/" + realm.name() + "/protocol/openid-connect/certs",
                        "/realms/" + realm.name())) {
            TestServer.root().get(path).assertStatus(200);
        }
        assertThat(TestServer.root().get("/").status()).isIn(200, 302);
        assertThat(TestServer.root().get("/admin/").status()).isIn(200, 302);
    }
}
