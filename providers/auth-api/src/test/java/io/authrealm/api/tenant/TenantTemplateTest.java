package io.authrealm.api.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ComponentExportRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.util.JsonSerialization;

final class TenantTemplateTest {

    private static final String SETTINGS = TenantSettingsProvider.class.getName();
    private static final String KEYS = "org.keycloak.keys.KeyProvider";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SMALL =
            """
            {"realm": "small", "id": "the-id-of-small",
             "users": [{"username": "ada"}],
             "privateKey": "x", "certificate": "x",
             "authenticationFlows": [{"id": "small-sign-in", "alias": "small flow",
                                      "authenticationExecutions": []}],
             "clients": [{"id": "7", "clientId": "authrealm-api", "secret": "s",
                          "baseUrl": "https://small.example/realms/small/x?smaller=small1",
                          "authenticationFlowBindingOverrides": {"browser": "small-sign-in"}}],
             "roles": {"realm": [{"id": "8", "name": "r", "containerId": "the-id-of-small"}]},
             "components": {
               "%s": [{"name": "authrealm", "providerId": "authrealm", "config": {
                  "app_url": ["https://small.example"], "host_names": ["a.example"],
                  "email_domains": ["a.example"], "parent_keys": ["k"],
                  "parent_owner": ["ada"], "parent_credits": ["7"],
                  "switch_tenant_from": ["0b7cfa4e-7a37-4a5c-9d52-2d9b1a0d6f11"],
                  "tenant_id": ["0b7cfa4e-7a37-4a5c-9d52-2d9b1a0d6f10"]}}],
               "%s": [{"name": "k", "providerId": "hmac-generated",
                       "config": {"kid": ["1"], "secret": ["s"], "priority": ["100"]}}]}}
            """
                    .formatted(SETTINGS, KEYS);

    private static RealmRepresentation realm(String json) {
        return TenantTemplate.of(json).realm("new-id", "acme", "Acme Corp");
    }

    private static String changed(Consumer<ObjectNode> change) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(SMALL);
            change.accept(json);
            return json.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ComponentExportRepresentation component(RealmRepresentation realm, String type) {
        return realm.getComponents().getFirst(type);
    }

    @Test
    void templateInTheJarMakesRealmsOfTheirOwn() throws IOException {
        TenantTemplate template = TenantTemplate.load(null);
        RealmRepresentation one = template.realm("id-1", "acme", "Acme Corp");
        RealmRepresentation other = template.realm("id-2", "globex", "Globex");
        assertThat(one.getId()).isEqualTo("id-1");
        assertThat(one.getRealm()).isEqualTo("acme");
        assertThat(one.getDisplayName()).isEqualTo("Acme Corp");
        assertThat(one.isEnabled()).isTrue();
        assertThat(JsonSerialization.writeValueAsString(one)).doesNotContain("tenant-template");
        String flow = one.getAuthenticationFlows().get(0).getId();
        assertThat(flow).hasSize(36).isNotEqualTo(other.getAuthenticationFlows().get(0).getId());
        assertThat(one.getClients().get(0).getAuthenticationFlowBindingOverrides())
                .isEqualTo(Map.of("browser", flow));
        assertThat(one.getRoles().getRealm().get(0).getName()).isEqualTo("owner");
    }

    @Test
    void nothingThatRealmsCannotShareIsCopied() throws IOException {
        RealmRepresentation realm = realm(SMALL);
        assertThat(realm.getUsers()).isNull();
        assertThat(realm.getPrivateKey()).isNull();
        assertThat(realm.getCertificate()).isNull();
        ClientRepresentation client = realm.getClients().get(0);
        assertThat(client.getSecret()).isNull();
        assertThat(client.getId()).hasSize(36);
        assertThat(realm.getRoles().getRealm().get(0).getId()).hasSize(36);
        assertThat(component(realm, SETTINGS).getConfig()).containsOnlyKeys("app_url");
        assertThat(component(realm, KEYS).getConfig())
                .isEqualTo(Map.of("priority", List.of("100")));
        assertThat(JsonSerialization.writeValueAsString(realm)).doesNotContain("ada");
    }

    @Test
    void nameOfTheTemplateStandsForTheSlug() {
        RealmRepresentation realm = realm(SMALL);
        assertThat(realm.getClients().get(0).getBaseUrl())
                .isEqualTo("https://acme.example/realms/acme/x?smaller=small1");
        assertThat(realm.getAuthenticationFlows().get(0).getAlias()).isEqualTo("acme flow");
        assertThat(component(realm, SETTINGS).getConfig().getFirst("app_url"))
                .isEqualTo("https://acme.example");
    }

    @Test
    void fileThatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> TenantTemplate.load("/no/such/file.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/no/such/file.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"realm\": \"abc\"}",
                "{\"realm\": \"no-settings\"}",
                "{\"realm\": \"no realm name\"}"
            })
    void whatIsNoTemplateIsRefused(String json) {
        assertThatThrownBy(() -> TenantTemplate.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tenant-template");
    }

    private static void assertRefused(String why, Consumer<ObjectNode> change) {
        assertThatThrownBy(() -> TenantTemplate.of(changed(change)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void templateThatTenantsCouldNotUseIsRefused() {
        assertRefused(
                "cannot share the key",
                json ->
                        ((ObjectNode) json.path("components").path(KEYS).path(0))
                                .put("providerId", "rsa"));
        assertRefused("client", json -> json.remove("clients"));
        assertRefused(
                "switched off",
                json ->
                        ((ObjectNode) json.path("components").path(SETTINGS).path(0).path("config"))
                                .putArray("enabled")
                                .add("false"));
        assertRefused(
                "ip_burst",
                json ->
                        ((ObjectNode) json.path("components").path(SETTINGS).path(0).path("config"))
                                .putArray("ip_burst")
                                .add("many"));
        assertRefused("no realm", json -> json.put("accessTokenLifespan", "long"));
    }
}
