package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Roles and permissions are Keycloak's own, seen and given by the API. */
class RolesIT {

    private static final String DENIED = "rbac.permission_denied";
    private static final String NO_ROLE = "rbac.group_or_role_not_found";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();
    @RegisterExtension static final TestRealm other = TestRealm.fresh();

    private static Api owner;
    private static TestUser ownerUser;
    private static String tenant;

    /** Allows to manage users, by a role within it. */
    private static String editor;

    /** Allows nothing. */
    private static String plain;

    /** Allows everything in the realm. */
    private static String boss;

    @BeforeAll
    static void makeRoles() {
        realm.awaitAtRoot();
        ownerUser = realm.admin("realm-admin");
        owner = realm.as(ownerUser);
        tenant = owner.get("/v1/auth/me").text("tenant_id");
        plain = role(realm, "plain", "Reads \u00e4 lot");
        editor = role(realm, "editor", "${role_editor}");
        boss = role(realm, "boss", "");
        String nested = role(realm, "nested", "in editor");
        compose(nested, "manage-users");
        realm.post("/roles-by-id/" + editor + "/composites", List.of(realm.get("/roles/nested")));
        // Composite roles may go round in a circle.
        realm.post("/roles-by-id/" + nested + "/composites", List.of(realm.get("/roles/editor")));
        compose(boss, "realm-admin");
    }

    private static String role(TestRealm in, String name, String description) {
        in.admin().create(in.path("/roles"), Map.of("name", name, "description", description));
        return in.get("/roles/" + name).path("id").asText();
    }

    private static void compose(String role, String adminRole) {
        String client = realm.get("/clients?clientId=realm-management").at("/0/id").asText();
        realm.post(
                "/roles-by-id/" + role + "/composites",
                List.of(realm.get("/clients/" + client + "/roles/" + adminRole)));
    }

    private static JsonNode one(JsonNode roles, String name) {
        return TestRealm.list(roles).stream()
                .filter(role -> role.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String path(TestUser user, String rest) {
        return "/v1/users/" + user.id() + "/tenants/" + tenant + rest;
    }

    private static String check(TestUser user, String permission) {
        return "/v1/check?user_id=%s&tenant_id=%s&permission=%s&explain=true"
                .formatted(user.id(), tenant, permission);
    }

    private static List<String> permissions(Api caller, TestUser user) {
        JsonNode json = caller.get(path(user, "/permissions")).assertStatus(200).json();
        assertThat(json.path("items")).isEqualTo(json.path("permissions"));
        List<String> permissions = new ArrayList<>();
        json.path("items").forEach(item -> permissions.add(item.asText()));
        return permissions;
    }

    @Test
    void rolesOfTheTenantAreListedWithReadableTexts() {
        for (Api api : List.of(owner, TestServer.root().bearer(realm.signIn(ownerUser)))) {
            JsonNode items =
                    api.get("/v1/tenants/" + tenant.toUpperCase(Locale.ROOT) + "/roles")
                            .assertStatus(200)
                            .json()
                            .path("items");
            assertThat(items.findValuesAsText("name"))
                    .contains("boss", "editor", "nested", "owner", "plain")
                    .isSorted();
            JsonNode last = one(items, "plain");
            assertThat(last.path("id").asText()).isEqualTo(plain);
            assertThat(last.path("tenant_id").asText()).isEqualTo(tenant);
            assertThat(last.path("description").asText()).isEqualTo("Reads \u00e4 lot");
            assertThat(last.path("is_system").asBoolean(true)).isFalse();
            assertThat(one(items, "owner").path("is_system").asBoolean()).isTrue();
            assertThat(one(items, "editor").path("description").isNull()).isTrue();
        }
        JsonNode all = owner.get("/v1/permissions").assertStatus(200).json().path("items");
        assertThat(all.findValuesAsText("key")).contains("user.read", "apikey.write").hasSize(10);
        all.findValuesAsText("id").forEach(UUID::fromString);
        JsonNode ofEditor =
                owner.get("/v1/roles/" + editor + "/permissions").assertStatus(200).json();
        assertThat(ofEditor.path("items").findValuesAsText("key"))
                .containsExactlyInAnyOrder("user.read", "user.write", "role.write");
        assertThat(owner.get("/v1/roles/" + plain + "/permissions").json().path("items")).isEmpty();
        owner.get("/v1/roles/" + UUID.randomUUID() + "/permissions").assertError(404, NO_ROLE);
        owner.get("/v1/roles/none/permissions").assertError(400, "bad_request");
    }

    @Test
    void givenRoleAllowsWhatItIsComposedOfUntilItIsTaken() {
        TestUser user = realm.user();
        Api his = realm.as(user);
        assertThat(permissions(his, user)).isEmpty();
        his.get("/v1/users").assertError(403, DENIED);
        Events before = realm.adminEvents("users/" + user.id() + "/role-mappings/realm");
        owner.post(path(user, "/roles/" + editor.toUpperCase(Locale.ROOT))).assertStatus(204);
        owner.send("PUT", path(user, "/roles/" + editor), null, new byte[0]).assertStatus(204);
        assertThat(permissions(owner, user))
                .containsExactlyInAnyOrder("user.read", "user.write", "role.write");
        assertThat(permissions(his, user)).isEqualTo(permissions(owner, user));
        his.get("/v1/users").assertStatus(200);
        assertThat(realm.get("/users/" + user.id() + "/role-mappings/realm").findValuesAsText("id"))
                .contains(editor);

        JsonNode explained = his.get(check(user, "user.write")).assertStatus(200).json();
        assertThat(explained.path("allowed").asBoolean()).isTrue();
        assertThat(explained.path("reason").asText()).isNotBlank();
        JsonNode path = explained.path("paths").path(0);
        assertThat(explained.path("paths")).hasSize(1);
        assertThat(path.path("permission").asText()).isEqualTo("user.write");
        assertThat(path.path("granted_by").asText()).isEqualTo("editor");
        assertThat(path.path("via").asText()).isEqualTo("direct");
        assertThat(path.path("role_id").asText()).isEqualTo(editor);
        assertThat(path.has("group_id")).isFalse();
        JsonNode without =
                owner.get(check(user, "policy.write").replace("&explain=true", ""))
                        .assertStatus(200)
                        .json();
        assertThat(without.toString()).isEqualTo("{\"allowed\":false}");

        owner.delete(path(user, "/roles/" + editor)).assertStatus(204);
        owner.delete(path(user, "/roles/" + editor)).assertStatus(204);
        his.get("/v1/users").assertError(403, DENIED);
        assertThat(permissions(his, user)).isEmpty();
        assertThat(
                        realm.adminEvents("users/" + user.id() + "/role-mappings/realm")
                                .since(before)
                                .list())
                .extracting(event -> event.path("operationType").asText())
                .containsExactlyInAnyOrder("CREATE", "DELETE");
    }

    private static String idOfPermission(String key) {
        for (JsonNode permission : owner.get("/v1/permissions").json().path("items")) {
            if (permission.path("key").asText().equals(key)) {
                return permission.path("id").asText();
            }
        }
        throw new AssertionError("no permission " + key);
    }

    private static List<String> givenBy(String role) {
        return owner.get("/v1/roles/" + role + "/permissions")
                .assertStatus(200)
                .json()
                .path("items")
                .findValuesAsText("key");
    }

    @Test
    void madeRoleGivesWhatItIsTold() {
        String roles = "/v1/tenants/" + tenant + "/roles";
        JsonNode made =
                owner.post(roles, Map.of("name", " Help desk \u00c9 ", "description", "Answers"))
                        .assertStatus(201)
                        .json();
        String id = made.path("id").asText();
        assertThat(made.path("name").asText()).isEqualTo("Help desk \u00c9");
        assertThat(made.path("description").asText()).isEqualTo("Answers");
        assertThat(made.path("tenant_id").asText()).isEqualTo(tenant);
        assertThat(made.path("is_system").asBoolean(true)).isFalse();
        assertThat(owner.get(roles).json().path("items")).contains(made);
        assertThat(givenBy(id)).isEmpty();

        String permissions = "/v1/roles/" + id + "/permissions/";
        TestUser user = realm.user();
        owner.post(path(user, "/roles/" + id)).assertStatus(204);
        owner.post(permissions + "user.read").assertStatus(204);
        owner.post(permissions + idOfPermission("tenant.read").toUpperCase(Locale.ROOT))
                .assertStatus(204);
        assertThat(givenBy(id))
                .containsExactlyInAnyOrder(
                        "user.read", "role.read", "tenant.read", "policy.read", "apikey.read");
        assertThat(permissions(owner, user)).isEqualTo(givenBy(id));
        owner.delete(permissions + "apikey.read").assertStatus(204);
        owner.delete(permissions + "apikey.read").assertStatus(204);
        assertThat(givenBy(id)).containsExactly("user.read");
        assertThat(permissions(owner, user)).containsExactly("user.read");
        assertThat(realm.adminEvents("roles-by-id/" + id + "/composites").list()).hasSize(3);

        for (String name : List.of("help desk \u00e9", "OWNER", "offline_access", "Plain")) {
            owner.post(roles, Map.of("name", name)).assertError(409, "rbac.role_name_exists");
        }
        for (String name : List.of("a/b", "-a", "a\nb", "a\u202eb", "${x}", ".")) {
            owner.post(roles, Map.of("name", name)).assertInvalidField("name", "invalid");
        }
        owner.post(roles, Map.of("name", "x".repeat(65))).assertInvalidField("name", "too_long");
        owner.post(roles, Map.of("description", "x")).assertInvalidField("name", "required");
        owner.post(roles, Map.of("name", "x", "description", "${y}"))
                .assertInvalidField("description", "invalid");
        owner.post(roles, Map.of("name", "x", "permissions", List.of()))
                .assertError(400, "bad_request");

        String crowded = "crowded-" + TestRealm.random();
        List<Answer> answers = Parallel.run(10, 5, i -> owner.post(roles, Map.of("name", crowded)));
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(9);
        realm.admin().delete(realm.path("/roles/" + crowded));
        realm.admin().delete(realm.path("/roles-by-id/" + id));
    }

    @Test
    void roleGivesNoMoreThanWhoChangesIt() {
        String roles = "/v1/tenants/" + tenant + "/roles";
        for (String role : List.of("manage-users", "view-realm")) {
            Api api = realm.as(realm.admin(role));
            api.post(roles, Map.of("name", "mine")).assertError(403, DENIED);
            api.post("/v1/roles/" + plain + "/permissions/user.read").assertError(403, DENIED);
            api.delete("/v1/roles/" + editor + "/permissions/user.read").assertError(403, DENIED);
        }
        // Who may change the realm, but not its users.
        Api realmAdmin = realm.as(realm.admin("manage-realm"));
        realmAdmin.post("/v1/roles/" + plain + "/permissions/user.write").assertError(403, DENIED);
        assertThat(givenBy(plain)).isEmpty();
        String ownerRole = realm.get("/roles/owner").path("id").asText();
        owner.delete("/v1/roles/" + ownerRole + "/permissions/user.read")
                .assertError(409, "conflict");
        // It is a role within this one that gives it.
        owner.delete("/v1/roles/" + editor + "/permissions/user.write")
                .assertError(409, "conflict");
        assertThat(givenBy(editor)).contains("user.write");
        owner.post("/v1/roles/" + plain + "/permissions/no.such").assertError(404, NO_ROLE);
        owner.post("/v1/roles/" + UUID.randomUUID() + "/permissions/user.read")
                .assertError(404, NO_ROLE);
        owner.post("/v1/roles/none/permissions/user.read").assertError(400, "bad_request");
        String foreign = role(other, "foreign-" + TestRealm.random(), "x");
        owner.post("/v1/roles/" + foreign + "/permissions/user.read").assertError(404, NO_ROLE);
    }

    @Test
    void rolesByGroupsAreExplained() {
        String name = "team-" + TestRealm.random();
        String parent = realm.admin().create(realm.path("/groups"), Map.of("name", name));
        String child =
                realm.admin()
                        .create(
                                realm.path("/groups/" + parent + "/children"),
                                Map.of("name", "below"));
        realm.post(
                "/groups/" + parent + "/role-mappings/realm", List.of(realm.get("/roles/editor")));
        TestUser user = realm.user();
        realm.admin().put(realm.path("/users/" + user.id() + "/groups/" + child), Map.of());
        JsonNode explained = owner.get(check(user, "user.read")).assertStatus(200).json();
        assertThat(explained.path("allowed").asBoolean()).as("%s", explained).isTrue();
        assertThat(explained.at("/paths/0/via").asText()).isEqualTo("group:" + name);
        assertThat(explained.at("/paths/0/group_id").asText()).isEqualTo(parent);
        assertThat(explained.at("/paths/0/granted_by").asText()).isEqualTo("editor");
    }

    @Test
    void nobodyGivesMoreThanTheyHave() {
        TestUser user = realm.user();
        Api userAdmin = realm.as(realm.admin("manage-users"));
        userAdmin.post(path(user, "/roles/" + plain)).assertStatus(204);
        userAdmin.post(path(user, "/roles/" + boss)).assertError(403, DENIED);
        owner.post(path(user, "/roles/" + boss)).assertStatus(204);
        userAdmin.delete(path(user, "/roles/" + boss)).assertError(403, DENIED);
        assertThat(permissions(owner, user)).contains("policy.write", "apikey.write");

        Api viewer = realm.as(realm.admin("view-users"));
        viewer.post(path(user, "/roles/" + plain)).assertError(403, DENIED);
        viewer.get("/v1/tenants/" + tenant + "/roles").assertError(403, DENIED);
        viewer.get("/v1/permissions").assertError(403, DENIED);
        viewer.get(path(user, "/permissions")).assertError(403, DENIED);
        viewer.get(check(user, "user.read")).assertError(403, DENIED);
        realm.api().get(check(user, "user.read")).assertError(401, "unauthorized");

        String key =
                owner.post("/v1/api-keys", Map.of("name", "x", "scopes", List.of("user.write")))
                        .text("key");
        Api script = TestServer.root().with("Authorization", "ApiKey " + key);
        script.post(path(user, "/roles/" + plain)).assertError(403, DENIED);
        key =
                owner.post(
                                "/v1/api-keys",
                                Map.of(
                                        "name",
                                        "x",
                                        "scopes",
                                        List.of("user.write", "role.write", "role.read")))
                        .text("key");
        script = TestServer.root().with("Authorization", "ApiKey " + key);
        script.post(path(user, "/roles/" + plain)).assertStatus(204);
        script.get(check(user, "policy.write")).assertStatus(200);
    }

    @Test
    void whatIsNoRoleOfTheTenantIsNotFound() {
        TestUser user = realm.user();
        String foreign = role(other, "foreign", "x");
        String byDefault = realm.get("/roles/default-roles-" + realm.name()).path("id").asText();
        String offline = realm.get("/roles/offline_access").path("id").asText();
        String client = realm.get("/clients?clientId=realm-management").at("/0/id").asText();
        String ofClient =
                realm.get("/clients/" + client + "/roles/realm-admin").path("id").asText();
        for (String id :
                List.of(foreign, byDefault, offline, ofClient, UUID.randomUUID().toString())) {
            owner.post(path(user, "/roles/" + id)).assertError(404, NO_ROLE);
            owner.delete(path(user, "/roles/" + id)).assertError(404, NO_ROLE);
            owner.get("/v1/roles/" + id + "/permissions").assertError(404, NO_ROLE);
        }
        owner.post(path(user, "/roles/plain")).assertError(400, "bad_request");
        String otherTenant = path(user, "/roles/" + plain).replace(tenant, UUID.randomUUID() + "");
        owner.post(otherTenant).assertError(403, "forbidden");
        owner.post("/v1/users/" + UUID.randomUUID() + "/tenants/" + tenant + "/roles/" + plain)
                .assertError(404, "not_found");
        owner.post("/v1/users/me/tenants/" + tenant + "/roles/" + plain)
                .assertError(400, "bad_request");
        owner.get(path(user, "/nothing")).assertError(404, "not_found");
        assertThat(
                        realm.get("/users/" + user.id() + "/role-mappings/realm")
                                .findValuesAsText("name"))
                .containsExactly("default-roles-" + realm.name());
    }

    @Test
    void checkTellsNothingOfStrangersAndTakesNoNonsense() {
        TestUser user = realm.user();
        TestUser gone = realm.user();
        owner.post(path(gone, "/roles/" + editor)).assertStatus(204);
        owner.delete("/v1/users/" + gone.id()).assertStatus(204);
        assertThat(permissions(owner, gone)).isEmpty();
        String stranger = UUID.randomUUID().toString();
        JsonNode ofStranger =
                owner.get(check(user, "user.read").replace(user.id(), stranger))
                        .assertStatus(200)
                        .json();
        assertThat(ofStranger.path("allowed").asBoolean(true)).isFalse();
        assertThat(owner.get(check(gone, "user.read")).assertStatus(200).json())
                .isEqualTo(ofStranger);
        for (String permission : List.of("no.such", "USER.READ", "user.read%20", "%27or%201=1")) {
            JsonNode answer = owner.get(check(ownerUser, permission)).assertStatus(200).json();
            assertThat(answer.path("allowed").asBoolean(true)).as(permission).isFalse();
        }
        owner.get(check(user, "")).assertError(400, "rbac.permission_required");
        owner.get(check(user, "x").replace(user.id(), "me")).assertError(400, "bad_request");
        owner.get(check(user, "x").replace(tenant, "none")).assertError(400, "bad_request");
        owner.get(check(user, "x").replace(tenant, stranger)).assertError(403, "forbidden");
        owner.get("/v1/check").assertErrorEnvelope();
    }

    @Test
    void simultaneousChangesEndInOneMapping() {
        TestUser user = realm.user();
        List<Answer> answers = Parallel.run(40, 8, i -> owner.post(path(user, "/roles/" + plain)));
        assertThat(answers).extracting(Answer::status).containsOnly(204);
        assertThat(realm.adminEvents("users/" + user.id() + "/role-mappings/realm").list())
                .hasSize(1);
        Parallel.run(20, 4, i -> owner.delete(path(user, "/roles/" + plain)));
        assertThat(
                        realm.get("/users/" + user.id() + "/role-mappings/realm")
                                .findValuesAsText("name"))
                .doesNotContain("plain");
    }
}
