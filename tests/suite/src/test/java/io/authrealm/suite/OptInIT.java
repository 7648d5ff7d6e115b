package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A realm that is there opts in by one call. */
class OptInIT {

    private static final String APP = "https://app.initech.example";

    /** The parts that a realm of Keycloak's own defaults lacks. */
    private static final List<String> LACKING =
            List.of("key", "client", "mapper", "user_profile", "event_types", "settings");

    @RegisterExtension
    static final TestRealm keycloaksOwn = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    static final TestRealm withDirectory = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    @Order(TestDirectory.AFTER_REALM)
    static final TestDirectory directory = new TestDirectory(withDirectory);

    @RegisterExtension static final TestRealm old = TestRealm.fresh().with(OptInIT::ageTo2021);

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm withOrganizations =
            TestRealm.fresh()
                    .with(OptInIT::reduceToDefaults)
                    .with(r -> r.put("organizationsEnabled", true))
                    .with(mailbox::serve);

    @RegisterExtension
    static final TestRealm repeated = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    static final TestRealm untouched = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    static final TestRealm rushed = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    static final TestRealm owned = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    static final TestRealm full = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    static final TestRealm left = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    static final TestRealm used = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension
    static final TestRealm sick = TestRealm.fresh().with(OptInIT::reduceToDefaults);

    @RegisterExtension static final TestRealm tenant = TestRealm.fresh();

    @RegisterExtension static final TestRealm counted = TestRealm.fresh();

    /** Nothing but what Keycloak gives to a realm that has only a name. */
    private static void reduceToDefaults(ObjectNode realm) {
        realm.retain("realm", "enabled", "clients");
        realm.putArray("clients");
    }

    /** Like a realm that was exported by Keycloak 12: RSA only, and no scopes that came later. */
    private static void ageTo2021(ObjectNode realm) {
        reduceToDefaults(realm);
        realm.withObject("/components")
                .withArray("org.keycloak.keys.KeyProvider")
                .addObject()
                .put("name", "rsa-generated")
                .put("providerId", "rsa-generated")
                .withObject("/config")
                .putArray("priority")
                .add("100");
        realm.putObject("attributes").put("userProfileEnabled", "false");
        realm.putArray("enabledEventTypes").add("LOGIN").add("LOGIN_ERROR");
        realm.put("eventsEnabled", true);
    }

    private static Answer put(TestRealm realm, Object body) {
        return put(realm.admin(), realm, body);
    }

    private static Answer put(Admin as, TestRealm realm, Object body) {
        return as.send("PUT", realm.path("/authrealm"), body);
    }

    private static Map<String, String> states(Answer answer) {
        Map<String, String> states = new LinkedHashMap<>();
        for (JsonNode part : answer.assertStatus(200).json().path("parts")) {
            assertThat(part.path("detail").asText()).endsWith(".");
            states.put(part.path("part").asText(), part.path("state").asText());
        }
        return states;
    }

    private static TestUser named(TestRealm realm) {
        return realm.user(user -> user.put("firstName", "Peter").put("lastName", "Gibbons"));
    }

    private static Tokens assertSignsIn(TestRealm realm) {
        return assertSignsIn(realm, named(realm));
    }

    private static Tokens assertSignsIn(TestRealm realm, TestUser user) {
        Tokens tokens = realm.api().login(user.email(), user.password()).assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
        realm.api().bearer(tokens).get("/v1/me").assertStatus(200);
        return realm.api().refresh(tokens.refresh()).assertTokens();
    }

    private static ObjectNode seen(TestRealm realm) {
        ObjectNode seen = Answer.JSON.createObjectNode();
        for (String path :
                List.of(
                        "",
                        "/components",
                        "/clients",
                        "/client-scopes",
                        "/authentication/flows",
                        "/users/profile",
                        "/events/config")) {
            seen.set(path, sorted(realm.get(path)));
        }
        return seen;
    }

    /** Keycloak lists the same things in any order. */
    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = Answer.JSON.createArrayNode();
            TestRealm.list(node).stream()
                    .map(OptInIT::sorted)
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .forEach(array::add);
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = Answer.JSON.createObjectNode();
            node.properties().forEach(each -> object.set(each.getKey(), sorted(each.getValue())));
            return object;
        }
        return node;
    }

    @PrivateApi
    @Test
    void realmOfKeycloaksOwnDefaultsSignsInAfterOneCall() {
        TestUser before = named(keycloaksOwn);
        Answer answer = put(keycloaksOwn, Map.of("app_url", APP));
        Map<String, String> states = states(answer);
        assertThat(states).containsEntry("flow", "kept");
        LACKING.forEach(part -> assertThat(states).containsEntry(part, "created"));
        assertSignsIn(keycloaksOwn, before);
        JsonNode client = keycloaksOwn.get("/clients?clientId=" + TestRealm.CLIENT).get(0);
        assertThat(client.path("webOrigins")).hasSize(1);
        assertThat(client.at("/webOrigins/0").asText()).isEqualTo(APP);
        assertThat(client.at("/redirectUris/0").asText()).isEqualTo(APP + "/auth/callback");
        assertThat(keycloaksOwn.settings().at("/config/app_url/0").asText()).isEqualTo(APP);
    }

    @Test
    void realmWithADirectorySignsItsPeopleIn() throws LDAPException {
        put(withDirectory, Map.of("app_url", APP)).assertStatus(200);
        String email = directory.person("password-of-the-directory");
        withDirectory.api().login(email, "password-of-the-directory").assertTokens();
    }

    @Test
    void realmOf2021SignsIn() {
        Map<String, String> states = states(put(old, Map.of("app_url", APP)));
        LACKING.forEach(part -> assertThat(states).containsEntry(part, "created"));
        assertSignsIn(old);
        assertThat(old.get("/events/config").path("enabledEventTypes").toString())
                .contains("\"LOGIN\"", "REFRESH_TOKEN");
    }

    @Test
    void realmWithOrganizationsSignsIn() {
        String initech =
                withOrganizations
                        .admin()
                        .create(
                                withOrganizations.path("/organizations"),
                                Map.of(
                                        "name",
                                        "Initech",
                                        "alias",
                                        "initech",
                                        "domains",
                                        List.of(
                                                Map.of(
                                                        "name",
                                                        "initech.example",
                                                        "verified",
                                                        true))));
        states(put(withOrganizations, Map.of("app_url", APP)));
        assertSignsIn(withOrganizations);
        TestUser member = ofInitech();
        assertSignsIn(withOrganizations, member);
        String secret = "of-a-member";
        TestUser careful =
                withOrganizations.user(
                        user -> {
                            SecondFactors.addTotp(user, secret);
                            user.put("firstName", "Michael").put("lastName", "Bolton");
                        });
        withOrganizations.api().login(careful.email(), careful.password()).assertChallenge();
        byMagicLink(careful).assertChallenge();
        byMagicLink(member).assertTokens();
        for (String email : List.of(member.email(), "nobody@initech.example", "x@y.example")) {
            withOrganizations
                    .api()
                    .login(email, "wrong")
                    .assertError(401, "auth.invalid_credentials");
        }

        demandMembership();
        TestUser outsider = ofInitech();
        withOrganizations
                .api()
                .login(outsider.email(), outsider.password())
                .assertError(401, "auth.invalid_credentials");
        assertThat(byMagicLink(outsider).json().has("access_token")).isFalse();
        TestUser colleague = ofInitech();
        withOrganizations.post("/organizations/" + initech + "/members", colleague.id());
        byMagicLink(colleague).assertTokens();
    }

    private static TestUser ofInitech() {
        return withOrganizations.user(
                TestRealm.newEmail().replace("example.test", "initech.example"),
                TestRealm.PASSWORD,
                user -> user.put("firstName", "Samir").put("lastName", "Nagheenanajar"));
    }

    /** As an admin demands it, in the settings of Keycloak's step. */
    private static void demandMembership() {
        for (JsonNode step : withOrganizations.get("/authentication/flows/browser/executions")) {
            if (step.path("providerId").asText().equals("organization")) {
                withOrganizations.post(
                        "/authentication/executions/" + step.path("id").asText() + "/config",
                        Map.of(
                                "alias",
                                "members",
                                "config",
                                Map.of("requiresUserMembership", "true")));
            }
        }
    }

    private static Answer byMagicLink(TestUser user) {
        withOrganizations.api().startMagicLink(user.email()).assertStatus(200);
        return withOrganizations.api().consumeMagicLink(mailbox.await(user.email(), 1).token());
    }

    @Test
    void repeatedCallKeepsEverything() {
        states(put(repeated, Map.of("app_url", APP)));
        ObjectNode first = seen(repeated);
        assertThat(states(put(repeated, Map.of("app_url", APP))).values()).allMatch("kept"::equals);
        assertThat(seen(repeated)).isEqualTo(first);
        Map<String, String> other =
                states(
                        put(
                                repeated,
                                Map.of(
                                        "app_url",
                                        "https://other.example",
                                        "web_origins",
                                        List.of("https://other.example"))));
        assertThat(other).containsEntry("settings", "conflict").containsEntry("client", "conflict");
        assertThat(seen(repeated)).isEqualTo(first);
    }

    @Test
    void dryRunSaysWhatIsMissingAndMakesNothing() {
        ObjectNode before = seen(untouched);
        Answer answer = put(untouched, Map.of("app_url", APP, "dry_run", true));
        assertThat(answer.json().path("dry_run").asBoolean()).isTrue();
        Map<String, String> states = states(answer);
        LACKING.forEach(part -> assertThat(states).containsEntry(part, "would_change"));
        assertThat(seen(untouched)).isEqualTo(before);
        assertThat(untouched.settings()).isNull();
    }

    @Test
    void callsAtTheSameMomentMakeEachPartOnce() {
        List<Map<String, String>> states =
                Parallel.run(4, 4, i -> states(put(rushed, Map.of("app_url", APP))));
        for (String part : LACKING) {
            assertThat(states.stream().filter(s -> s.get(part).equals("created")))
                    .as(part)
                    .hasSize(1);
        }
        assertThat(rushed.get("/clients?clientId=" + TestRealm.CLIENT)).hasSize(1);
        assertThat(rushed.get("/components?type=" + TestRealm.SETTINGS_TYPE)).hasSize(1);
        assertSignsIn(rushed);
    }

    @Test
    void whatAnAdminHasInTheWayStaysAndIsNamed() {
        owned.createClient(
                client -> client.put("clientId", TestRealm.CLIENT).put("enabled", false));
        owned.updateRealm(realm -> realm.put("passwordPolicy", "length(12)"));
        owned.updateRealm(realm -> realm.put("loginTheme", "keycloak.v2"));
        JsonNode client = owned.get("/clients?clientId=" + TestRealm.CLIENT).get(0);
        Map<String, String> states =
                states(put(owned, Map.of("parts", List.of("policies", "themes", "flow"))));
        assertThat(states)
                .containsEntry("client", "conflict")
                .containsEntry("mapper", "conflict")
                .containsEntry("policies", "conflict")
                .containsEntry("themes", "conflict")
                .containsEntry("flow", "conflict");
        assertThat(owned.get("/clients?clientId=" + TestRealm.CLIENT).get(0)).isEqualTo(client);
        assertThat(owned.get("").path("passwordPolicy").asText()).isEqualTo("length(12)");
        assertThat(owned.get("").path("loginTheme").asText()).isEqualTo("keycloak.v2");
    }

    @Test
    void flowPoliciesAndThemesAreMadeIfTheyAreAskedFor() {
        full.updateRealm(realm -> realm.put("adminEventsEnabled", true));
        Map<String, String> states =
                states(
                        put(
                                full,
                                Map.of(
                                        "app_url",
                                        APP + "/",
                                        "web_origins",
                                        List.of("https://a.example", "http://localhost:3000"),
                                        "parts",
                                        List.of("flow", "policies", "themes"))));
        assertThat(states)
                .containsEntry("flow", "created")
                .containsEntry("policies", "created")
                .containsEntry("themes", "created");
        JsonNode realm = full.get("");
        assertThat(realm.path("passwordPolicy").asText()).contains("authrealm-weak-password");
        assertThat(realm.path("loginTheme").asText()).isEqualTo("authrealm");
        assertThat(realm.path("emailTheme").asText()).isEqualTo("authrealm");
        assertThat(realm.path("browserFlow").asText()).isEqualTo("browser");
        JsonNode client = full.get("/clients?clientId=" + TestRealm.CLIENT).get(0);
        assertThat(client.at("/authenticationFlowBindingOverrides/browser").asText())
                .isEqualTo(full.flowId("authrealm sign-in"));
        assertThat(client.path("webOrigins")).hasSize(2);
        assertSignsIn(full);
        String secret = "of-an-opted-in-user";
        TestUser user =
                full.user(
                        it -> {
                            SecondFactors.addTotp(it, secret);
                            it.put("firstName", "Milton").put("lastName", "Waddams");
                        });
        full.api().login(user.email(), user.password()).assertChallenge();
        assertThat(full.adminEvents("authrealm").list()).hasSize(1);
    }

    @Test
    void onlyAnAdminWhoManagesTheRealmMayCall() {
        TestRealm realm = untouched;
        ObjectNode before = seen(realm);
        Map<String, Object> body = Map.of("app_url", APP, "dry_run", true);
        Consumer<ObjectNode> names =
                user -> user.put("firstName", "Bill").put("lastName", "Lumbergh");
        for (String role : List.of("view-realm", "manage-clients", "manage-users")) {
            TestUser user = realm.user(names);
            realm.giveAdminRoles(user, role);
            Admin admin =
                    new Admin(realm.admin().url(), realm.name(), user.email(), user.password());
            put(admin, realm, body).assertStatus(403);
        }
        TestUser manager = realm.user(names);
        realm.giveAdminRoles(manager, "manage-realm");
        Admin admin =
                new Admin(realm.admin().url(), realm.name(), manager.email(), manager.password());
        put(admin, realm, body).assertStatus(200);
        put(admin, rushed, body).assertStatus(403);
        Answer anonymous =
                Http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                realm.admin().url()
                                                        + "/admin/realms"
                                                        + realm.path("/authrealm")))
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString("{}")));
        anonymous.assertStatus(401);
        assertThat(seen(realm)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app_url | \"javascript:alert(1)\"",
                "app_url | \"https://user:secret@app.example\"",
                "app_url | \"https://app.example/?next=//evil.example\"",
                "app_url | \"https://app.example/#x\"",
                "app_url | \"https://*.example\"",
                "app_url | \"https://app.example/\\\\evil\"",
                "app_url | \"//app.example\"",
                "app_url | \"https://app.example\\r\\nX: y\"",
                "app_url | 17",
                "web_origins | \"https://app.example\"",
                "web_origins | [\"*\"]",
                "web_origins | [\"+\"]",
                "web_origins | [\"https://app.example/path\"]",
                "web_origins | [\"null\"]",
                "web_origins | [17]",
                "parts | [\"everything\"]",
                "parts | {}",
                "dry_run | \"true\"",
                "appUrl | \"https://app.example\""
            })
    void badInputIsRefusedWithTheNameOfTheMember(String member, String value) throws Exception {
        ObjectNode before = seen(untouched);
        ObjectNode body = Answer.JSON.createObjectNode();
        body.set(member, Answer.JSON.readTree(value));
        Answer answer = put(untouched, body).assertStatus(400);
        assertThat(answer.text("errorMessage")).contains(member);
        assertThat(seen(untouched)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "17", "{\"app_url\": ", "{} {}", "{\"parts\":[],\"parts\":[]}"})
    void whatIsNoObjectIsRefused(String body) {
        assertThat(raw(body).assertStatus(400).text("errorMessage")).isNotBlank();
    }

    @Test
    void tooMuchIsRefused() {
        raw("{\"app_url\":\"https://app.example/" + "a".repeat(2000) + "\"}").assertStatus(400);
        raw("{\"app_url\":\"" + "a".repeat(20_000) + "\"}").assertStatus(413);
        ArrayNode origins = Answer.JSON.createArrayNode();
        for (int i = 0; i < 51; i++) {
            origins.add("https://app" + i + ".example");
        }
        put(untouched, Map.of("web_origins", origins)).assertStatus(400);
    }

    private static Answer raw(String body) {
        return Http.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        untouched.admin().url()
                                                + "/admin/realms"
                                                + untouched.path("/authrealm")))
                        .header("Authorization", "Bearer " + untouched.admin().token())
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body)));
    }

    @PrivateApi
    @Test
    void realmThatOptsOutIsAsItWasAndItsUsersStay() {
        TestUser user = named(left);
        ObjectNode before = seen(left);
        Map<String, Object> body =
                Map.of("app_url", APP, "parts", List.of("flow", "policies", "themes"));
        states(put(left, body));
        assertSignsIn(left, user);
        assertThat(seen(left)).isNotEqualTo(before);

        Answer undone = left.admin().send("DELETE", left.path("/authrealm"), null);
        assertThat(states(undone).values()).isNotEmpty().allMatch("removed"::equals);
        left.api().login(user.email(), user.password()).assertStatus(404);
        assertThat(seen(left)).isEqualTo(before);
        assertThat(left.get("/users/" + user.id()).path("enabled").asBoolean()).isTrue();
        assertThat(left.get("/users/" + user.id() + "/credentials")).hasSize(1);

        assertThat(states(left.admin().send("DELETE", left.path("/authrealm"), null))).isEmpty();
        states(put(left, body));
        assertSignsIn(left, user);
    }

    @Test
    void whatAnAdminHadBeforeStaysWhenTheRealmOptsOut() {
        ObjectNode before = seen(tenant);
        assertThat(states(put(tenant, Map.of())).values()).allMatch(state -> state.equals("kept"));
        assertThat(states(tenant.admin().send("DELETE", tenant.path("/authrealm"), null)))
                .containsOnly(Map.entry("settings", "kept"));
        assertThat(seen(tenant)).isEqualTo(before);
        tenant.signIn(tenant.user());
    }

    @Test
    void whatAnAdminUsesSinceStaysWhenTheRealmOptsOut() {
        states(put(used, Map.of("app_url", APP, "parts", List.of("flow", "policies"))));
        used.updateRealm(
                realm ->
                        realm.put("browserFlow", "authrealm sign-in")
                                .put("passwordPolicy", "length(14)")
                                .put("defaultSignatureAlgorithm", "ES256"));
        Map<String, String> states =
                states(used.admin().send("DELETE", used.path("/authrealm"), null));
        assertThat(states)
                .containsEntry("settings", "removed")
                .containsEntry("client", "removed")
                .containsEntry("flow", "kept")
                .containsEntry("policies", "kept")
                .containsEntry("key", "kept");
        assertThat(used.get("").path("passwordPolicy").asText()).isEqualTo("length(14)");
        assertThat(used.flowId("authrealm sign-in")).isNotBlank();
    }

    private static Map<String, JsonNode> findings(TestRealm realm) {
        Map<String, JsonNode> findings = new LinkedHashMap<>();
        for (JsonNode each : realm.admin().get(realm.path("/authrealm")).path("findings")) {
            boolean isWell = each.path("state").asText().equals("ok");
            assertThat(each.path("detail").asText()).endsWith(".");
            assertThat(each.has("mend")).as("%s", each).isNotEqualTo(isWell);
            findings.put(each.path("part").asText(), each);
        }
        return findings;
    }

    private static void assertState(Map<String, JsonNode> findings, String part, String state) {
        assertThat(findings.get(part).path("state").asText()).as("%s", part).isEqualTo(state);
    }

    @Test
    void doctorNamesEachPartThatIsWrongAndTheMend() {
        Map<String, JsonNode> before = findings(sick);
        for (String part : LACKING) {
            assertState(before, part, "problem");
            assertThat(before.get(part).path("mend").asText()).contains("PUT");
        }
        states(put(sick, Map.of()));
        Map<String, JsonNode> after = findings(sick);
        LACKING.forEach(part -> assertState(after, part, "ok"));
        assertState(after, "app_url", "problem");
        assertState(after, "mail_server", "problem");
        assertState(after, "registration", "note");
        assertState(after, "forgot_password", "note");
        assertState(after, "rotation", "note");

        sick.updateRealm(
                realm ->
                        realm.put("registrationAllowed", true)
                                .put("resetPasswordAllowed", true)
                                .put("revokeRefreshToken", true)
                                .putObject("smtpServer")
                                .put("host", "mail.example.test")
                                .put("from", "a@example.test"));
        sick.updateSettings(Map.of("app_url", List.of(APP)));
        Map<String, JsonNode> well = findings(sick);
        for (String part :
                List.of("app_url", "mail_server", "registration", "forgot_password", "rotation")) {
            assertState(well, part, "ok");
        }

        sick.updateClient(TestRealm.CLIENT, client -> client.put("enabled", false));
        assertState(findings(sick), "client", "problem");
        assertThat(findings(sick).get("client").path("detail").asText()).contains("disabled");
    }

    @Test
    void doctorAnswersAdminsWhoMayViewTheRealm() {
        Consumer<ObjectNode> names =
                user -> user.put("firstName", "Bob").put("lastName", "Slydell");
        TestUser viewer = untouched.user(names);
        untouched.giveAdminRoles(viewer, "view-realm");
        Admin mayView =
                new Admin(
                        untouched.admin().url(),
                        untouched.name(),
                        viewer.email(),
                        viewer.password());
        mayView.send("GET", untouched.path("/authrealm"), null).assertStatus(200);
        mayView.send("DELETE", untouched.path("/authrealm"), null).assertStatus(403);
        TestUser other = untouched.user(names);
        untouched.giveAdminRoles(other, "view-users");
        new Admin(untouched.admin().url(), untouched.name(), other.email(), other.password())
                .send("GET", untouched.path("/authrealm"), null)
                .assertStatus(403);
        mayView.send("GET", untouched.path("/authrealm/usage"), null).assertStatus(404);
        mayView.send("GET", "/master/authrealm/usage", null).assertStatus(403);
    }

    @PrivateApi
    @Test
    void usageNamesWhatStillNeedsThePack() {
        counted.imported(
                StoredPassword.encoded(
                        "$2y$04$kbZDXmr2bf2o7tPPBRhMUOh8dvMUT6mhne6FNSMLDq1j8flAXiMWS"),
                TestRealm.PASSWORD);
        JsonNode usage = counted.admin().get("/master/authrealm/usage");
        assertThat(usage.path("jar_can_go").asBoolean(true)).isFalse();
        assertThat(usage.path("reasons")).isNotEmpty();
        JsonNode traces = usage.path("realms").path(counted.name());
        for (String trace : List.of("settings", "policies", "themes")) {
            assertThat(traces.path(trace).asBoolean()).as(trace).isTrue();
        }
        assertThat(traces.path("flows").toString()).contains("authrealm sign-in");
        assertThat(traces.path("clients").toString()).contains(TestRealm.CLIENT);
        assertThat(usage.path("people_who_need_a_new_password").path(counted.name()).asInt())
                .isEqualTo(1);
    }
}
