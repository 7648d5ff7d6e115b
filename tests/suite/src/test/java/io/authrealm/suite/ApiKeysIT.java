package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.suite.AdminRoute.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts with an API key do what its maker may, within the scopes of the key, until it ends. */
class ApiKeysIT {

    private static final String DENIED = "rbac.permission_denied";
    private static final String INVALID = "apikey.invalid";
    private static final String KEYS = "/v1/api-keys";

    private static final List<String> ALL_SCOPES =
            List.of(
                    "user.read",
                    "user.write",
                    "role.read",
                    "role.write",
                    "tenant.read",
                    "tenant.write",
                    "policy.read",
                    "policy.write",
                    "apikey.read",
                    "apikey.write");

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @RegisterExtension
    static final TestRealm other =
            TestRealm.fresh()
                    .setting("key_rate", "0.001")
                    .setting("key_burst", "3")
                    .setting("ip_rate", "0.001")
                    .setting("ip_burst", "5");

    private static TestUser ownerUser;
    private static Api owner;

    @BeforeAll
    static void signIn() {
        realm.awaitAtRoot();
        ownerUser = realm.admin("realm-admin");
        owner = realm.as(ownerUser);
    }

    private static JsonNode create(Api maker, Object... members) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "a script"));
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return maker.post(KEYS, body).assertStatus(201).json();
    }

    private static Api withKey(Api mount, String key) {
        return mount.with("Authorization", "ApiKey " + key);
    }

    /** The root knows the tenant by nothing but the key. */
    private static Api by(String key) {
        return withKey(TestServer.root(), key);
    }

    private static Api by(JsonNode created) {
        return by(created.path("key").asText());
    }

    private static List<String> texts(JsonNode array) {
        return TestRealm.list(array).stream().map(JsonNode::asText).toList();
    }

    private static void revoke(JsonNode created) {
        owner.delete(KEYS + "/" + created.path("id").asText()).assertStatus(204);
    }

    @Test
    void newKeyHasTheFormOfTheContractAndItsSecretIsShownOnce() {
        Events before = realm.adminEvents();
        JsonNode created = create(owner, "tenant_id", UUID.randomUUID(), "user_id", ownerUser.id());
        String key = created.path("key").asText();
        assertThat(key).matches("qk_[A-Za-z0-9_-]{8}\\.[A-Za-z0-9_-]{32}");
        assertThat(created.path("raw").asText()).isEqualTo(key);
        assertThat(created.path("secret").asText()).isEqualTo(key);
        assertThat(created.path("warning").asText()).isNotBlank();
        JsonNode members = created.path("api_key");
        assertThat(members.path("name").asText()).isEqualTo("a script");
        assertThat(members.path("tenant_id").asText())
                .isEqualTo(owner.get("/v1/auth/me").text("tenant_id"));
        assertThat(members.path("user_id").asText()).isEqualTo(ownerUser.id());
        assertThat(key).startsWith(members.path("prefix").asText() + ".");
        assertThat(texts(members.path("scopes"))).isEqualTo(ALL_SCOPES);
        for (String none : List.of("expires_at", "last_used_at", "revoked_at")) {
            assertThat(members.path(none).isNull()).as(none).isTrue();
        }
        assertThat(Instant.parse(members.path("created_at").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        members.fields()
                .forEachRemaining(
                        member ->
                                assertThat(created.path(member.getKey()))
                                        .as(member.getKey())
                                        .isEqualTo(member.getValue()));

        String tenantKeys = "/v1/tenants/" + members.path("tenant_id").asText() + "/api-keys";
        for (String list : List.of(KEYS, tenantKeys, tenantKeys.toUpperCase(Locale.ROOT))) {
            String path =
                    list.replace("/V1/TENANTS", "/v1/tenants").replace("API-KEYS", "api-keys");
            Answer listed = owner.get(path).assertStatus(200);
            assertThat(listed.json().path("items")).contains(members);
            assertThat(listed.body()).doesNotContain(key.substring(key.indexOf('.') + 1));
        }
        String id = members.path("id").asText();
        assertThat(owner.get(KEYS + "/" + id).assertStatus(200).json()).isEqualTo(members);

        revoke(created);
        assertThat(owner.get(KEYS + "/" + id).json().path("revoked_at").isNull()).isFalse();
        owner.delete(KEYS + "/" + id).assertError(404, "apikey.not_found");
        List<JsonNode> events = realm.adminEvents().since(before).list();
        assertThat(events)
                .extracting(event -> event.path("operationType").asText())
                .containsExactlyInAnyOrder("CREATE", "DELETE");
        assertThat(events)
                .allSatisfy(
                        event -> {
                            assertThat(event.path("resourceType").asText())
                                    .isEqualTo("AUTHREALM_API_KEY");
                            assertThat(event.path("resourcePath").asText())
                                    .isEqualTo("api-keys/" + id);
                            assertThat(event.toString())
                                    .doesNotContain(key.substring(key.indexOf('.') + 1));
                        });
    }

    @Test
    void keyNamesItsTenantAndWorksOnEveryRouteOfAdmins() {
        JsonNode created = create(owner, "scopes", List.of("user.read", "user.write"));
        String key = created.path("key").asText();
        TestUser alive = realm.user();
        TestUser deleted = realm.user();
        owner.delete("/v1/users/" + deleted.id()).assertStatus(204);
        for (Api api : List.of(by(key), withKey(realm.api(), key))) {
            String open = UserFile.start(api, Map.of("source", "native"));
            for (AdminRoute route : AdminRoute.all()) {
                String id =
                        switch (route.subject()) {
                            case NONE -> "";
                            case ALIVE -> alive.id();
                            case DELETED -> deleted.id();
                            case IMPORT -> open.substring(open.lastIndexOf('/') + 1);
                            case INVITE -> invite(api);
                            case TENANT -> realm.tenantId();
                        };
                if (route.method().equals("DELETE") && route.subject() != Subject.DELETED
                        || route.template().endsWith("/restore")
                        || route.template().endsWith("/purge")) {
                    continue;
                }
                assertThat(route.send(api, id).status()).as("%s", route).isBetween(200, 299);
            }
        }
        Answer me = by(key).get("/v1/auth/me").assertStatus(200);
        assertThat(me.text("actor")).isEqualTo("api_key");
        assertThat(me.json().path("user_id").isNull()).isTrue();
        assertThat(me.json().path("session_id").isNull()).isTrue();
        assertThat(me.text("tenant_id")).isEqualTo(created.path("tenant_id").asText());
        assertThat(texts(me.json().path("scopes"))).containsExactly("user.read", "user.write");
        String made = by(key).post("/v1/users", Map.of("email", TestRealm.newEmail())).text("id");
        assertThat(realm.adminEvents("users/" + made).list())
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.at("/authDetails/userId").asText())
                                    .isEqualTo(ownerUser.id());
                            assertThat(event.at("/details/api_key_id").asText())
                                    .isEqualTo(created.path("id").asText());
                        });
        for (String path : List.of("/v1/me", "/v1/auth/sessions", "/v1/passkeys", "/v1/mfa/totp")) {
            by(key).get(path).assertError(401, "unauthorized");
        }
    }

    private static String invite(Api api) {
        return api.post("/v1/invites", Map.of("email", TestRealm.newEmail()))
                .assertStatus(201)
                .text("id");
    }

    @Test
    void scopesBoundTheKey() {
        TestUser user = realm.user();
        JsonNode reading = create(owner, "scopes", List.of("user.read"));
        JsonNode writing = create(owner, "scopes", List.of("user.write"));
        for (AdminRoute route : AdminRoute.all()) {
            if (route.subject() != Subject.ALIVE && route.subject() != Subject.NONE) {
                continue;
            }
            JsonNode without = route.needsMore() ? reading : writing;
            route.send(by(without), user.id()).assertError(403, DENIED);
        }
        JsonNode strange = create(owner, "scopes", List.of("billing.write", "no:such*thing", "x"));
        assertThat(texts(strange.path("scopes")))
                .containsExactly("billing.write", "no:such*thing", "x");
        by(strange).get("/v1/users").assertError(403, DENIED);
        for (JsonNode powerless : List.of(reading, writing, strange)) {
            by(powerless).get(KEYS).assertError(403, DENIED);
            by(powerless).post(KEYS, Map.of("name", "more")).assertError(403, DENIED);
            by(powerless)
                    .delete(KEYS + "/" + powerless.path("id").asText())
                    .assertError(403, DENIED);
        }
        // A key that may write users may not give them roles by a file.
        String email = TestRealm.newEmail();
        assertThat(realm.usersWithEmail(email)).isEmpty();
        JsonNode result =
                by(writing)
                        .send(
                                "POST",
                                "/v1/users/bulk/import?source=native",
                                "application/x-ndjson",
                                ("{\"email\":\"" + email + "\",\"roles\":[\"offline_access\"]}")
                                        .getBytes(StandardCharsets.UTF_8))
                        .assertStatus(200)
                        .json();
        assertThat(result.path("succeeded").asInt()).as("%s", result).isZero();
        assertThat(realm.usersWithEmail(email)).isEmpty();
    }

    @Test
    void keyHasNeverMoreRightsThanItsMaker() {
        TestUser maker = realm.admin("manage-realm", "view-users");
        Api makerApi = realm.as(maker);
        makerApi.post(KEYS, Map.of("name", "x", "scopes", List.of("user.write")))
                .assertError(403, DENIED);
        JsonNode created = create(makerApi);
        // The token that makes keys is good for nothing of the realm at Keycloak's own API.
        String atKeycloak = TestServer.url() + "/admin/realms/" + realm.name();
        for (String path : List.of("/components", "/admin-events")) {
            int status = new Api(atKeycloak).bearer(realm.signIn(maker)).get(path).status();
            assertThat(status).as(path).isEqualTo(403);
        }
        assertThat(texts(created.path("scopes")))
                .doesNotContain("user.write")
                .contains("user.read");
        by(created).get("/v1/users").assertStatus(200);

        realm.giveAdminRoles(maker, "manage-users");
        by(created)
                .post("/v1/users", Map.of("email", TestRealm.newEmail()))
                .assertError(403, DENIED);
        realm.takeAdminRoles(maker, "manage-users", "view-users");
        by(created).get("/v1/users").assertError(403, DENIED);
        by(created).get(KEYS).assertStatus(200);
        realm.giveAdminRoles(maker, "view-users");
        by(created).get("/v1/users").assertStatus(200);

        String path = "/v1/users/" + maker.id();
        owner.patch(path, Map.of("status", "suspended")).assertStatus(200);
        by(created).get("/v1/users").assertError(401, INVALID);
        owner.patch(path, Map.of("status", "active")).assertStatus(200);
        by(created).get("/v1/users").assertStatus(200);
        realm.disable(maker);
        by(created).get("/v1/users").assertError(401, INVALID);
        realm.updateUser(maker, user -> user.put("enabled", true));
        by(created).get("/v1/users").assertStatus(200);
        owner.delete(path).assertStatus(204);
        by(created).get("/v1/users").assertError(401, INVALID);
        owner.post(path + "/restore").assertStatus(200);
        by(created).get("/v1/users").assertStatus(200);
        owner.delete(path).assertStatus(204);
        owner.delete(path + "/purge").assertStatus(204);
        by(created).get("/v1/users").assertError(401, INVALID);
        owner.get(KEYS + "/" + created.path("id").asText()).assertError(404, "apikey.not_found");
    }

    @Test
    void onlyAdminsOfTheRealmMakeKeysAndOnlyForThemselves() {
        Api userAdmin = realm.as(realm.admin("manage-users"));
        Api viewer = realm.as(realm.admin("view-realm"));
        for (Api powerless : List.of(userAdmin, realm.as(realm.user()), viewer)) {
            powerless.post(KEYS, Map.of("name", "x")).assertError(403, DENIED);
            powerless.delete(KEYS + "/" + UUID.randomUUID()).assertError(403, DENIED);
        }
        userAdmin.get(KEYS).assertError(403, DENIED);
        viewer.get(KEYS).assertStatus(200);
        realm.api().get(KEYS).assertError(401, "unauthorized");
        owner.post(KEYS, Map.of("name", "x", "user_id", realm.user().id()))
                .assertError(403, "forbidden");
        String tenantKeys = "/v1/tenants/" + UUID.randomUUID() + "/api-keys";
        owner.get(tenantKeys).assertError(403, "forbidden");
        owner.get("/v1/tenants/none/api-keys").assertError(400, "bad_request");
        owner.get("/v1/tenants/none/nothing").assertError(404, "not_found");
    }

    @Test
    void administratorOfTheServerMakesKeysToo() {
        String key;
        try (MasterUser operator = MasterUser.create().withRole(realm, "manage-realm")) {
            Api maker = realm.api().bearer(operator.admin().token());
            maker.post(KEYS, Map.of("name", "x", "user_id", operator.id()))
                    .assertError(403, "forbidden");
            key = create(maker).path("key").asText();
            by(key).get(KEYS).assertStatus(200);
            by(key).get("/v1/users").assertError(403, DENIED);
            operator.withRole(realm, "view-users");
            by(key).get("/v1/users").assertError(403, DENIED);
            String wider = create(maker).path("key").asText();
            by(wider).get("/v1/users").assertStatus(200);
        }
        by(key).get(KEYS).assertError(401, INVALID);
    }

    @Test
    void keyOfAKeyReachesNoFurtherAndEndsWithIt() {
        String end = Instant.now().plus(Duration.ofHours(1)).toString();
        JsonNode parent =
                create(
                        owner,
                        "scopes",
                        List.of("apikey.write", "user.read", "other"),
                        "expires_at",
                        end);
        JsonNode child = create(by(parent));
        assertThat(texts(child.path("scopes"))).containsExactly("user.read", "apikey.write");
        assertThat(child.path("expires_at")).isEqualTo(parent.path("expires_at"));
        JsonNode grandchild = create(by(child), "scopes", List.of("user.read"), "expires_at", end);
        for (List<String> scopes :
                List.of(List.of("user.write"), List.of("user.read", "strange"))) {
            by(parent).post(KEYS, Map.of("name", "x", "scopes", scopes)).assertError(403, DENIED);
        }
        by(parent)
                .post(
                        KEYS,
                        Map.of(
                                "name",
                                "x",
                                "expires_at",
                                Instant.now().plus(Duration.ofHours(2)).toString()))
                .assertError(403, DENIED);
        by(grandchild).get("/v1/users").assertStatus(200);
        revoke(child);
        by(child).get("/v1/users").assertError(401, INVALID);
        by(grandchild).get("/v1/users").assertError(401, INVALID);
        by(parent).get("/v1/users").assertStatus(200);
    }

    @Test
    void revokedKeyIsWorthlessAtOnce() {
        JsonNode created = create(owner);
        String revocation = KEYS + "/" + created.path("id").asText();
        List<Boolean> late = new ArrayList<>();
        List<Answer> answers =
                Parallel.run(
                        50,
                        8,
                        i -> {
                            if (i != 20) {
                                return by(created).get("/v1/users?limit=1");
                            }
                            Answer revoked = owner.delete(revocation);
                            late.add(by(created).get("/v1/users?limit=1").status() == 401);
                            return revoked;
                        });
        assertThat(late).containsExactly(true);
        assertThat(answers).extracting(Answer::status).containsOnly(200, 204, 401);
        by(created).get("/v1/users").assertError(401, INVALID);

        // Of two that revoke one key, one finds nothing to revoke; a child never survives.
        JsonNode parent = create(owner);
        String id = parent.path("id").asText();
        List<Answer> races =
                Parallel.run(
                        24,
                        8,
                        i ->
                                i % 8 == 7
                                        ? owner.delete(KEYS + "/" + id)
                                        : by(parent).post(KEYS, Map.of("name", "child")));
        assertThat(races).filteredOn(answer -> answer.status() == 204).hasSize(1);
        for (Answer answer : races) {
            if (answer.status() == 201) {
                by(answer.json()).get("/v1/users").assertError(401, INVALID);
            }
        }
        assertThat(races).extracting(Answer::status).containsOnly(201, 204, 401, 404);
    }

    @Test
    void tenantHasOnlySoManyKeys() {
        int active = 0;
        for (JsonNode key : owner.get(KEYS).json().path("items")) {
            String end = key.path("expires_at").asText("null");
            boolean hasExpired = !end.equals("null") && Instant.parse(end).isBefore(Instant.now());
            active += key.path("revoked_at").isNull() && !hasExpired ? 1 : 0;
        }
        int most = active + 4;
        realm.updateSettings(Map.of("api_keys_max", List.of(String.valueOf(most))));
        try {
            List<Answer> answers =
                    Parallel.run(16, 8, i -> owner.post(KEYS, Map.of("name", "key " + i)));
            List<Answer> created =
                    answers.stream().filter(answer -> answer.status() == 201).toList();
            assertThat(created).hasSize(4);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 201)
                    .allSatisfy(
                            answer -> {
                                answer.assertError(402, "billing.plan_limit");
                                assertThat(answer.text("error.metadata.resource"))
                                        .isEqualTo("api_keys");
                                assertThat(answer.json().at("/error/metadata/limit").asInt())
                                        .isEqualTo(most);
                            });
            revoke(created.get(0).json());
            owner.post(KEYS, Map.of("name", "again")).assertStatus(201);
        } finally {
            realm.updateSettings(Map.of("api_keys_max", List.of()));
        }
    }

    @Test
    void whatIsNoKeyOpensNothing() {
        JsonNode created = create(owner);
        String key = created.path("key").asText();
        String prefix = key.substring(0, key.indexOf('.'));
        String secret = key.substring(key.indexOf('.') + 1);
        String otherSecret = create(owner).path("key").asText().split("\\.", -1)[1];
        for (String wrong :
                List.of(
                        "",
                        "x",
                        prefix,
                        prefix + ".",
                        prefix + "." + otherSecret,
                        prefix + "." + secret.toUpperCase(Locale.ROOT),
                        key + "A",
                        " " + key,
                        "qk_AAAAAAAA." + secret,
                        "qk_' or 1=1." + secret,
                        "qk_%%%%%%%%." + secret,
                        prefix + "." + "A".repeat(6000))) {
            for (Api mount : List.of(realm.api(), TestServer.root())) {
                Answer answer = withKey(mount, wrong).get("/v1/users");
                assertThat(answer.status()).as("%s: %s", wrong, answer).isEqualTo(401);
            }
        }
        by(prefix + "." + otherSecret).get("/v1/users").assertError(401, INVALID);
        for (String scheme : List.of("apikey ", "APIKEY ", "ApiKey:", "Bearer ", "")) {
            TestServer.root()
                    .with("Authorization", scheme + key)
                    .get("/v1/users")
                    .assertError(401, "unauthorized");
        }
        // A key of another tenant, by its path and by the header that names a tenant.
        withKey(other.api(), key).get("/v1/users").assertError(401, INVALID);
        by(key).with("X-Tenant", other.name()).get("/v1/users").assertError(401, INVALID);
        by(key).with("X-Tenant", "no such tenant").get("/v1/users").assertError(401, INVALID);
        by(key).with("X-Tenant", realm.name()).get("/v1/users").assertStatus(200);
    }

    @Test
    void malformedAndHostileBodiesMakeNoKey() {
        int before = owner.get(KEYS).json().path("items").size();
        for (Object name : List.of("", "   ")) {
            owner.post(KEYS, Map.of("name", name)).assertError(422, "apikey.name_required");
        }
        owner.post(KEYS, Map.of()).assertError(422, "apikey.name_required");
        owner.post(KEYS, Map.of("name", "x".repeat(201))).assertInvalidField("name", "too_long");
        for (String name : List.of("a\u0000b", "a\nb", "a\u0007b", "\ud800")) {
            owner.post(KEYS, Map.of("name", name)).assertErrorEnvelope();
        }
        for (Object scopes :
                List.of(
                        List.of("a b"),
                        List.of(""),
                        List.of("x".repeat(65)),
                        List.of("\u00e4"),
                        Collections.nCopies(31, "user.read"))) {
            owner.post(KEYS, Map.of("name", "x", "scopes", scopes)).assertErrorEnvelope();
        }
        for (Object member : List.of("user.read", 7, Map.of("a", 1))) {
            owner.post(KEYS, Map.of("name", "x", "scopes", member)).assertErrorEnvelope();
        }
        for (String time :
                List.of(
                        "tomorrow",
                        "2020-01-01",
                        "2020-01-01T00:00:00Z",
                        "+12000-01-01T00:00:00Z",
                        "2030-13-01T00:00:00Z",
                        "1")) {
            owner.post(KEYS, Map.of("name", "x", "expires_at", time))
                    .assertInvalidField("expires_at", "invalid");
        }
        owner.post(KEYS, Map.of("name", "x", "user_id", "me")).assertError(400, "bad_request");
        owner.post(KEYS, Map.of("name", "x", "secret", "mine")).assertError(400, "bad_request");
        for (String body : List.of("", "{", "[]", "null", "{\"name\":{}}")) {
            owner.post(KEYS, body).assertErrorEnvelope();
        }
        owner.post(KEYS, "{\"name\":\"" + "x".repeat(2_000_000) + "\"}").assertErrorEnvelope();
        owner.get(KEYS + "/none").assertError(400, "apikey.invalid_id");
        owner.delete(KEYS + "/..%2f").assertErrorEnvelope();
        owner.delete(KEYS + "/none").assertError(400, "apikey.invalid_id");
        owner.get(KEYS + "/" + UUID.randomUUID()).assertError(404, "apikey.not_found");
        owner.delete(KEYS + "/" + UUID.randomUUID()).assertError(404, "apikey.not_found");
        assertThat(owner.get(KEYS).json().path("items")).hasSize(before);

        JsonNode inert = create(owner, "name", "  <b>${1+1}</b> \ud83d\ude00 ", "expires_at", "");
        assertThat(inert.path("name").asText()).isEqualTo("<b>${1+1}</b> \ud83d\ude00");
        revoke(inert);
    }

    @Test
    void keyExpiresAndItsUseIsNoted() {
        JsonNode created =
                create(owner, "expires_at", Instant.now().plus(Duration.ofSeconds(4)).toString());
        String path = KEYS + "/" + created.path("id").asText();
        by(created).get("/v1/users?limit=1").assertStatus(200);
        Await.until(
                "the use is noted",
                Duration.ofSeconds(10),
                () -> !owner.get(path).json().path("last_used_at").isNull());
        String used = owner.get(path).text("last_used_at");
        assertThat(Instant.parse(used)).isAfter(Instant.now().minusSeconds(60));
        Parallel.run(8, 4, i -> by(created).get("/v1/users?limit=1"));
        Await.until(
                "the key has expired",
                Duration.ofSeconds(15),
                () -> by(created).get("/v1/users?limit=1").status() == 401);
        by(created).get("/v1/users").assertError(401, "apikey.expired");
        assertThat(owner.get(path).text("last_used_at")).isEqualTo(used);
    }

    @Test
    void keysHaveLimits() {
        TestUser maker = other.admin("realm-admin");
        String key = create(other.as(maker)).path("key").asText();
        Api mine = withKey(other.api(), key);
        for (int i = 0; i < 3; i++) {
            mine.get("/v1/users").assertStatus(200);
        }
        mine.get("/v1/users").assertLimited();
        // Guesses are not looked up for ever, not even by the path of another tenant's key.
        String guess = "qk_AAAAAAAA." + "A".repeat(32);
        List<Answer> guesses =
                Parallel.run(6, 1, i -> withKey(other.api(), guess).get("/v1/users"));
        assertThat(guesses).extracting(Answer::status).startsWith(401).containsOnly(401, 429);
        withKey(other.api(), guess).get("/v1/users").assertLimited();
        mine.get("/v1/users").assertLimited();
        by(create(owner)).get("/v1/users?limit=1").assertStatus(200);

        other.updateSettings(Map.of("enabled", List.of("false")));
        try {
            mine.get("/v1/users").assertError(404, "not_found");
            by(key).get("/v1/users").assertError(401, INVALID);
        } finally {
            other.updateSettings(Map.of("enabled", List.of("true")));
        }
    }
}
