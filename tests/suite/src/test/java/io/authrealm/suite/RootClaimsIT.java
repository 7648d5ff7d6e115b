package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only the operator sets what affects other tenants' users at the root. */
class RootClaimsIT {

    private static final String HOST = "login-" + TestRealm.random() + ".test";
    private static final String DOMAIN = "people-" + TestRealm.random() + ".test";
    private static final String TENANT_ID = UUID.randomUUID().toString();
    private static final String OPERATORS_PASSWORD = "the-operators-password";

    /** A realm with claims. */
    @RegisterExtension
    static final TestRealm acme =
            TestRealm.fresh()
                    .setting("host_names", HOST, "second-" + HOST)
                    .setting("email_domains", DOMAIN)
                    .setting("tenant_id", TENANT_ID);

    /** A realm without. */
    @RegisterExtension static final TestRealm globex = TestRealm.fresh();

    @RegisterExtension static final TestRealm outsider = TestRealm.fresh().notOptedIn();

    @RegisterExtension
    static final TestRealm byDefault = TestRealm.named(TestServer.DEFAULT_TENANT);

    private static Admin ofAcme;
    private static Admin ofGlobex;

    /** The settings that are the operator's. */
    enum Claim {
        HOST_NAMES(HOST, "another.test"),
        EMAIL_DOMAINS(DOMAIN, "another.test"),
        TENANT_ID(RootClaimsIT.TENANT_ID, UUID.randomUUID().toString());

        /** The value that acme has. */
        private final String acmes;

        /** A value that no realm has. */
        private final String free;

        Claim(String acmes, String free) {
            this.acmes = acmes;
            this.free = free;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        List<String> stored(TestRealm realm) {
            return TestRealm.list(realm.settings().path("config").path(key())).stream()
                    .map(JsonNode::asText)
                    .toList();
        }
    }

    @BeforeAll
    static void realmsHaveAdminsOfTheirOwn() {
        ofAcme = acme.ownAdmin("manage-realm");
        ofGlobex = globex.ownAdmin("manage-realm");
        acme.awaitAtRoot();
        globex.awaitAtRoot();
        byDefault.awaitAtRoot();
    }

    private static Map<String, List<String>> setting(Claim claim, String... values) {
        return Map.of(claim.key(), List.of(values));
    }

    /** 400, with the reason. */
    private static void assertRefused(Answer answer, Claim claim) {
        answer.assertStatus(400);
        assertThat(answer.body()).contains(claim.key());
        // The admin of one tenant does not learn which others exist.
        assertThat(answer.body()).doesNotContain(acme.name());
    }

    private static ObjectNode component(String key, String... values) {
        ObjectNode component = Answer.JSON.createObjectNode();
        component.put("name", "authrealm").put("providerId", "authrealm");
        component.put("providerType", TestRealm.SETTINGS_TYPE);
        ObjectNode config = component.putObject("config");
        if (key != null) {
            List.of(values).forEach(config.putArray(key)::add);
        }
        return component;
    }

    private static Answer create(Admin as, TestRealm realm, ObjectNode component) {
        return as.send("POST", realm.path("/components"), component);
    }

    private static Answer delete(Admin as, TestRealm realm) {
        return as.send(
                "DELETE", realm.path("/components/" + realm.settings().path("id").asText()), null);
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void realmsOwnAdminCannotClaim(Claim claim) {
        for (String value : List.of(claim.acmes, claim.free)) {
            assertRefused(globex.updateSettings(ofGlobex, setting(claim, value)), claim);
        }
        assertThat(claim.stored(globex)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void realmsOwnAdminCannotChangeOrRemoveClaimsOfTheOperator(Claim claim) {
        List<String> before = claim.stored(acme);
        assertRefused(acme.updateSettings(ofAcme, setting(claim, claim.free)), claim);
        assertRefused(acme.updateSettings(ofAcme, setting(claim)), claim);
        assertThat(claim.stored(acme)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void realmsOwnAdminCannotClaimByOptingIn(Claim claim) {
        Admin own = outsider.ownAdmin("manage-realm");
        assertRefused(create(own, outsider, component(claim.key(), claim.free)), claim);
        assertRefused(create(own, outsider, component(claim.key(), claim.acmes)), claim);
        assertThat(outsider.settings()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void realmsOwnAdminCannotClaimByOptingOutAndIn(Claim claim) {
        TestRealm realm = TestRealm.fresh().create();
        try {
            Admin own = realm.ownAdmin("manage-realm");
            delete(own, realm).assertStatus(204);
            assertRefused(create(own, realm, component(claim.key(), claim.free)), claim);
            assertThat(realm.settings()).isNull();
            create(own, realm, component(null)).assertStatus(201);
            realm.api().get("/v1/.well-known/jwks.json").assertStatus(200);
        } finally {
            realm.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void realmsOwnAdminCannotClaimThroughAnotherComponentType(Claim claim) {
        Admin own = outsider.ownAdmin("manage-realm");
        ObjectNode key = component(claim.key(), claim.free);
        key.put("providerType", "org.keycloak.keys.KeyProvider")
                .put("providerId", "hmac-generated");
        key.put("name", "not-a-key");
        String location = create(own, outsider, key).assertStatus(201).header("Location");
        String id = location.substring(location.lastIndexOf('/') + 1);
        try {
            ObjectNode changed = component(null);
            changed.put("id", id).remove("config");
            assertRefused(own.send("PUT", outsider.path("/components/" + id), changed), claim);
            assertThat(outsider.settings()).isNull();
        } finally {
            outsider.admin().delete(outsider.path("/components/" + id));
        }
    }

    @Test
    void realmsOwnAdminCannotClaimThroughTheRealmItself() {
        ObjectNode realm = (ObjectNode) globex.get("");
        realm.putObject("components")
                .putArray(TestRealm.SETTINGS_TYPE)
                .add(component("host_names", "another.test"));
        ofGlobex.send("PUT", globex.path(""), realm);
        ofGlobex.send("POST", globex.path("/partialImport"), realm);
        assertThat(Claim.HOST_NAMES.stored(globex)).isEmpty();
    }

    @Test
    void realmsOwnAdminChangesTheRestAndSendsTheClaimsBack() {
        acme.updateSettings(ofAcme, Map.of("link_lifetime_seconds", List.of("1800")))
                .assertStatus(204);
        acme.updateSettings(
                        ofAcme,
                        Map.of(
                                "host_names",
                                List.of(" Second-" + HOST + " ", HOST.toUpperCase(), ""),
                                "tenant_id",
                                List.of(TENANT_ID.toUpperCase())))
                .assertStatus(204);
        assertThat(acme.settings().at("/config/link_lifetime_seconds/0").asText())
                .isEqualTo("1800");
        TestUser user = acme.user();
        globex.user(user.email(), "password-in-globex", u -> {});
        Tokens tokens =
                TestServer.root()
                        .with("Host", HOST + ":" + URI.create(TestServer.url()).getPort())
                        .login(user.email(), user.password())
                        .assertTokens();
        assertThat(tokens.tenantId()).isEqualTo(TENANT_ID);
        globex.updateSettings(ofGlobex, Map.of("link_lifetime_seconds", List.of("1800")))
                .assertStatus(204);
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void operatorClaimsForARealm(Claim claim) {
        globex.updateSettings(setting(claim, claim.free));
        assertThat(claim.stored(globex)).containsExactly(claim.free);
        globex.updateSettings(setting(claim));
        assertThat(claim.stored(globex)).isEmpty();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void claimOfAnotherRealmIsRefused(Claim claim) {
        for (String value : List.of(claim.acmes, claim.acmes.toUpperCase())) {
            Answer answer = globex.updateSettings(globex.admin(), setting(claim, value));
            answer.assertStatus(400);
            // The operator learns which realm has it.
            assertThat(answer.body()).contains(claim.key(), acme.name());
            answer = create(outsider.admin(), outsider, component(claim.key(), claim.acmes));
            answer.assertStatus(400);
        }
        assertThat(claim.stored(globex)).isEmpty();
        assertThat(outsider.settings()).isNull();
    }

    @Test
    void idOfAnotherRealmIsRefusedAsTenantId() {
        for (TestRealm realm : List.of(byDefault, outsider)) {
            String id = realm.get("").path("id").asText();
            globex.updateSettings(globex.admin(), setting(Claim.TENANT_ID, id)).assertStatus(400);
        }
        assertThat(Claim.TENANT_ID.stored(globex)).isEmpty();
    }

    @Test
    void realmWhoseIdAnotherClaimsCannotOptIn() {
        TestRealm squatter = TestRealm.fresh().notOptedIn().with(r -> r.put("id", TENANT_ID));
        squatter.create();
        try {
            Admin own = squatter.ownAdmin("manage-realm");
            assertRefused(create(own, squatter, component(null)), Claim.TENANT_ID);
            create(squatter.admin(), squatter, component(null)).assertStatus(400);
        } finally {
            squatter.admin().delete(squatter.path(""));
        }
    }

    @Test
    void closedRealmKeepsItsClaims() {
        acme.updateSettings(Map.of("enabled", List.of("false")));
        try {
            globex.updateSettings(globex.admin(), setting(Claim.HOST_NAMES, HOST))
                    .assertStatus(400);
        } finally {
            acme.updateSettings(Map.of("enabled", List.of()));
        }
    }

    // Who the operator is

    private static void assertMayClaim(Admin as, boolean expected) {
        for (Claim claim : Claim.values()) {
            Answer answer = globex.updateSettings(as, setting(claim, claim.free));
            if (expected) {
                answer.assertStatus(204);
                globex.updateSettings(as, setting(claim)).assertStatus(204);
            } else {
                assertRefused(answer, claim);
            }
        }
        globex.updateSettings(as, Map.of("link_lifetime_seconds", List.of("900")))
                .assertStatus(204);
    }

    @PrivateApi
    @Test
    void userOfMasterWithTheRoleAdminIsTheOperator() {
        try (MasterUser user = MasterUser.create()) {
            assertMayClaim(user.withRole("admin").admin(), true);
        }
    }

    @PrivateApi
    @Test
    void userOfMasterWhoManagesOneRealmIsNot() {
        try (MasterUser user = MasterUser.create()) {
            assertMayClaim(user.withRole(globex, "manage-realm").admin(), false);
        }
    }

    @PrivateApi
    @Test
    void userOfMasterWhoMayCreateRealmsIsNot() {
        String claiming = "t-" + TestRealm.random();
        String modest = "t-" + TestRealm.random();
        try (MasterUser user = MasterUser.create()) {
            Admin creator = user.withRole("create-realm").admin();
            for (Claim claim : Claim.values()) {
                ObjectNode realm =
                        TestRealm.named(claiming).setting(claim.key(), claim.free).representation();
                assertRefused(creator.send("POST", "", realm), claim);
            }
            TestServer.admin().send("GET", "/" + claiming, null).assertStatus(404);
            creator.send("POST", "", TestRealm.named(modest).representation()).assertStatus(201);
        } finally {
            TestServer.admin().send("DELETE", "/" + modest, null);
        }
    }

    @PrivateApi
    @Test
    void serviceAccountOfMasterWithTheRoleAdminIsTheOperator() {
        String clientId = "automation-" + TestRealm.random();
        ObjectNode client = Answer.JSON.createObjectNode();
        client.put("clientId", clientId).put("protocol", "openid-connect");
        client.put("serviceAccountsEnabled", true).put("publicClient", false);
        client.put("secret", OPERATORS_PASSWORD);
        // A full token names the roles of every realm and outgrows the header's limit.
        client.putObject("attributes").put("client.use.lightweight.access.token.enabled", "true");
        String id = TestServer.admin().create("/master/clients", client);
        try {
            String user =
                    TestServer.admin()
                            .get("/master/clients/" + id + "/service-account-user")
                            .path("id")
                            .asText();
            TestServer.admin()
                    .post(
                            "/master/users/" + user + "/role-mappings/realm",
                            List.of(TestServer.admin().get("/master/roles/admin")));
            assertMayClaim(
                    Admin.ofClient(TestServer.url(), "master", clientId, OPERATORS_PASSWORD), true);
        } finally {
            TestServer.admin().delete("/master/clients/" + id);
        }
    }
}
