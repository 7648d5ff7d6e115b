package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.suite.AdminRoute.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may do what with a tenant's users and invites: every route, tried by every kind of caller.
 */
class AdminAccessIT {

    private static final String DENIED = "rbac.permission_denied";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();
    @RegisterExtension static final TestRealm other = TestRealm.fresh();

    private enum Mount {
        REALM,
        ROOT;

        /** The API of {@link #realm}, for any caller. */
        Api api() {
            return this == REALM ? realm.api() : TestServer.root().with("X-Tenant", realm.name());
        }
    }

    /**
     * A caller with an access token.
     *
     * @param refusal the status of every answer to a forbidden request
     */
    private record Caller(String name, String token, int refusal) {

        Api at(Mount mount) {
            return token == null ? mount.api() : mount.api().bearer(token);
        }

        void assertRefused(Answer answer) {
            answer.assertError(refusal, refusal == 401 ? "unauthorized" : DENIED);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Api manager;
    private static TestUser alive;
    private static TestUser deleted;

    /** The path of an import that waits for its content. */
    private static String open;

    /** The id of an invite that is pending. */
    private static String invite;

    /** May do nothing at all. */
    private static List<Caller> powerless;

    private static Caller querying;
    private static Caller viewing;

    /** May do everything. */
    private static List<Caller> managing;

    @BeforeAll
    static void findCallers() {
        realm.awaitAtRoot();
        other.awaitAtRoot();
        manager = realm.as(realm.admin("manage-users"));
        alive = realm.user();
        realm.signIn(alive);
        deleted = realm.user();
        manager.delete("/v1/users/" + deleted.id()).assertStatus(204);
        open = UserFile.start(manager, Map.of("source", "native"));
        invite = newInvite();

        powerless =
                List.of(
                        new Caller("nobody", null, 401),
                        new Caller("garbage", "garbage", 401),
                        new Caller("plain user", token(realm, realm.user()), 403),
                        new Caller(
                                "admin of something else",
                                token(realm, realm.admin("manage-clients", "view-realm")),
                                403),
                        new Caller(
                                "admin of another realm",
                                token(other, other.admin("manage-users", "view-users")),
                                401),
                        new Caller("withdrawn", withdrawn(), 403),
                        new Caller("suspended", suspended(), 401),
                        new Caller("disabled in the console", disabled(), 401),
                        new Caller("signed out", signedOut(), 401),
                        new Caller("deleted", deletedAdmin(), 401),
                        new Caller("master admin of another realm", masterAdminOf(other), 403),
                        new Caller("service without roles", service(), 403),
                        new Caller(
                                "service of another realm", service(other, "manage-users"), 401));
        querying = new Caller("query-users", token(realm, realm.admin("query-users")), 403);
        viewing = new Caller("view-users", token(realm, realm.admin("view-users")), 403);
        managing =
                List.of(
                        new Caller("manage-users", token(realm, realm.admin("manage-users")), 0),
                        new Caller("realm-admin", token(realm, realm.admin("realm-admin")), 0),
                        new Caller("master admin", TestServer.admin().token(), 0),
                        new Caller("master admin of this realm", masterAdminOf(realm), 0),
                        new Caller("service", service(realm, "manage-users"), 0),
                        new Caller("by another client", byAnotherClient(), 0));
    }

    private static String newInvite() {
        return manager.post("/v1/invites", Map.of("email", TestRealm.newEmail()))
                .assertStatus(201)
                .text("id");
    }

    private static String token(TestRealm realm, TestUser user) {
        return realm.signIn(user).access();
    }

    private static String withdrawn() {
        TestUser admin = realm.admin("manage-users");
        String token = token(realm, admin);
        realm.api().bearer(token).get("/v1/users").assertStatus(200);
        realm.takeAdminRoles(admin, "manage-users");
        return token;
    }

    private static String suspended() {
        TestUser admin = realm.admin("manage-users");
        String token = token(realm, admin);
        realm.api().bearer(token).get("/v1/users").assertStatus(200);
        manager.patch("/v1/users/" + admin.id(), Map.of("status", "suspended")).assertStatus(200);
        return token;
    }

    private static String disabled() {
        TestUser admin = realm.admin("manage-users");
        String token = token(realm, admin);
        realm.disable(admin);
        return token;
    }

    private static String signedOut() {
        String token = token(realm, realm.admin("manage-users"));
        realm.api().bearer(token).post("/v1/auth/logout").assertStatus(200);
        return token;
    }

    private static String deletedAdmin() {
        TestUser admin = realm.admin("manage-users");
        String token = token(realm, admin);
        manager.delete("/v1/users/" + admin.id()).assertStatus(204);
        return token;
    }

    /** An admin of the master realm who may manage only the users of {@code managed}. */
    private static String masterAdminOf(TestRealm managed) {
        return MasterUser.create().withRole(managed, "manage-users").admin().token();
    }

    private static String service() {
        return service(realm);
    }

    private static String service(TestRealm realm, String... roles) {
        String clientId = "service-" + TestRealm.random();
        String id =
                realm.createClient(
                        client ->
                                client.put("clientId", clientId)
                                        .put("publicClient", false)
                                        .put("secret", "the-secret-of-a-service")
                                        .put("serviceAccountsEnabled", true)
                                        .put("standardFlowEnabled", false));
        JsonNode account = realm.get("/clients/" + id + "/service-account-user");
        if (roles.length > 0) {
            realm.giveAdminRoles(new TestUser(account.path("id").asText(), null, null), roles);
        }
        return TestServer.admin()
                .tokenEndpoint(
                        realm.name(),
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_id", clientId,
                                "client_secret", "the-secret-of-a-service"))
                .assertStatus(200)
                .text("access_token");
    }

    /** A token that carries its roles itself. */
    private static String byAnotherClient() {
        String clientId = "console-" + TestRealm.random();
        realm.createClient(
                client -> client.put("clientId", clientId).put("directAccessGrantsEnabled", true));
        TestUser admin = realm.admin("manage-users");
        return TestServer.admin()
                .tokenEndpoint(
                        realm.name(),
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                clientId,
                                "scope",
                                "openid",
                                "username",
                                admin.email(),
                                "password",
                                admin.password()))
                .assertStatus(200)
                .text("access_token");
    }

    /** Everything that a request could have changed. */
    private static String state(TestRealm realm) {
        return Stream.of(
                        realm.get("/users/count"),
                        realm.get("/users/" + alive.id()),
                        realm.get("/users/" + alive.id() + "/credentials"),
                        realm.get("/users/" + alive.id() + "/sessions").findValues("id"),
                        realm.get("/users/" + deleted.id()),
                        realm.get("/users/" + deleted.id() + "/credentials"),
                        manager.get("/v1/users/deleted").json(),
                        manager.get(open).json(),
                        manager.get("/v1/tenants/" + realm.tenantId() + "/invites").json(),
                        realm.adminEvents().list().size())
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    private static String idFor(Subject subject) {
        return switch (subject) {
            case DELETED -> deleted.id();
            case IMPORT -> open.substring(open.lastIndexOf('/') + 1);
            case INVITE -> invite;
            case TENANT -> realm.tenantId();
            default -> alive.id();
        };
    }

    @Test
    void everyRouteThatTheJarDeclaresIsTriedHere() {
        Set<String> declared =
                DeclaredRoutes.all().stream()
                        .filter(
                                route ->
                                        route.contains(" /v1/users")
                                                || route.contains(" /v1/invites")
                                                || route.endsWith("/v1/tenants/{id}/invites"))
                        .filter(route -> !route.contains("/verify/"))
                        // RolesIT tries these.
                        .filter(route -> !route.contains("{id}/tenants/"))
                        .filter(route -> !route.endsWith("/v1/invites/accept"))
                        .collect(Collectors.toSet());
        Set<String> tried =
                AdminRoute.all().stream().map(AdminRoute::toString).collect(Collectors.toSet());
        assertThat(tried).hasSize(AdminRoute.all().size()).isEqualTo(declared);
    }

    static Stream<Arguments> powerlessEverywhere() {
        return powerless.stream()
                .flatMap(caller -> Stream.of(Mount.values()).map(m -> Arguments.of(caller, m)));
    }

    @ParameterizedTest
    @MethodSource("powerlessEverywhere")
    void callerWithoutRightsIsRefusedEverywhere(Caller caller, Mount mount) {
        String before = state(realm);
        for (AdminRoute route : AdminRoute.all()) {
            caller.assertRefused(route.send(caller.at(mount), idFor(route.subject())));
            if (route.isAboutOne()) {
                String unknown = UUID.randomUUID().toString();
                caller.assertRefused(route.send(caller.at(mount), unknown));
            }
        }
        assertThat(state(realm)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void callerWhoMayOnlyQuerySeesNoUser(Mount mount) {
        String before = state(realm);
        Api api = querying.at(mount);
        for (AdminRoute route : AdminRoute.all()) {
            Answer answer = route.send(api, idFor(route.subject()));
            if (route.isList()) {
                assertThat(answer.assertStatus(200).json().path("items"))
                        .as("%s", answer)
                        .isEmpty();
            } else {
                querying.assertRefused(answer);
            }
        }
        JsonNode list = api.get("/v1/users?include_total=true").assertStatus(200).json();
        assertThat(list.path("items").isArray()).isTrue();
        assertThat(list.has("total")).as("%s", list).isFalse();
        assertThat(api.get("/v1/users?email=" + alive.email()).json().path("items")).isEmpty();
        assertThat(state(realm)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void viewerReadsAndChangesNothing(Mount mount) {
        String before = state(realm);
        for (AdminRoute route : AdminRoute.all()) {
            Answer answer = route.send(viewing.at(mount), idFor(route.subject()));
            if (route.needsMore()) {
                viewing.assertRefused(answer);
            } else {
                answer.assertStatus(route.success());
            }
        }
        assertThat(state(realm)).isEqualTo(before);
    }

    static Stream<Arguments> managingEverywhere() {
        return managing.stream()
                .flatMap(caller -> Stream.of(Mount.values()).map(m -> Arguments.of(caller, m)));
    }

    @ParameterizedTest
    @MethodSource("managingEverywhere")
    void managerDoesEverything(Caller caller, Mount mount) {
        String token =
                caller.name().equals("master admin") ? TestServer.admin().token() : caller.token();
        Api api = mount.api().bearer(token);
        for (AdminRoute route : AdminRoute.all()) {
            route.send(api, fresh(route.subject())).assertStatus(route.success());
        }
    }

    private static String fresh(Subject subject) {
        if (subject == Subject.NONE) {
            return "";
        }
        if (subject == Subject.TENANT) {
            return realm.tenantId();
        }
        if (subject == Subject.INVITE) {
            return newInvite();
        }
        if (subject == Subject.IMPORT) {
            String path = UserFile.start(manager, Map.of("source", "native"));
            return path.substring(path.lastIndexOf('/') + 1);
        }
        String id = realm.user(TestRealm.newEmail(), null, user -> {}).id();
        if (subject == Subject.DELETED) {
            manager.delete("/v1/users/" + id).assertStatus(204);
        }
        return id;
    }

    /** At the root the token determines the tenant, and never another one. */
    @PrivateApi
    @Test
    void adminOfAnotherRealmReachesOnlyThatRealmAtTheRoot() {
        String before = state(realm);
        int ofOther = other.numberOfUsers();
        Api api = TestServer.root().bearer(token(other, other.admin("manage-users")));
        for (AdminRoute route : AdminRoute.all()) {
            Answer answer = route.send(api, idFor(route.subject()));
            if (route.isAboutOne()) {
                answer.assertError(404, "not_found");
            } else if (route.subject() == Subject.TENANT) {
                answer.assertError(403, "forbidden");
            } else {
                answer.assertStatus(route.success());
                assertThat(answer.body()).doesNotContain(alive.id(), alive.email(), deleted.id());
            }
        }
        assertThat(state(realm)).isEqualTo(before);
        assertThat(other.numberOfUsers())
                .as("the admin, and who was created, one by one and in bulk")
                .isEqualTo(ofOther + 4);
    }

    @ParameterizedTest
    @EnumSource
    void onlyAdminsWhoSeeAllUsersLearnThatAUserDoesNotExist(Mount mount) {
        String unknown = UUID.randomUUID().toString();
        String ofOther = other.user().id();
        String service =
                realm.get(
                                "/clients/"
                                        + realm
                                                .get("/clients?first=0&max=100")
                                                .findParents("clientId")
                                                .stream()
                                                .filter(
                                                        c ->
                                                                c.path("serviceAccountsEnabled")
                                                                        .asBoolean())
                                                .findFirst()
                                                .orElseThrow()
                                                .path("id")
                                                .asText()
                                        + "/service-account-user")
                        .path("id")
                        .asText();
        for (String id : List.of(unknown, ofOther, service)) {
            for (AdminRoute route : AdminRoute.all()) {
                if (!route.isAboutOne()) {
                    continue;
                }
                route.send(managing.get(0).at(mount), id).assertError(404, "not_found");
                Answer viewer = route.send(viewing.at(mount), id);
                if (route.needsMore()) {
                    viewing.assertRefused(viewer);
                } else {
                    viewer.assertError(404, "not_found");
                }
                querying.assertRefused(route.send(querying.at(mount), id));
            }
        }
    }

    @Test
    void deletedUserExistsOnlyForTheRecycleBin() {
        for (AdminRoute route : AdminRoute.all()) {
            if (route.subject() == Subject.ALIVE) {
                route.send(manager, deleted.id()).assertError(404, "not_found");
            } else if (route.subject() == Subject.DELETED) {
                route.send(manager, alive.id()).assertError(404, "not_found");
            }
        }
    }

    @PrivateApi
    @Test
    void tokenOfTheApiGrantsOnlyItsScopeAtKeycloak() {
        String token = token(realm, realm.admin("manage-users", "realm-admin"));
        for (String path : List.of("/clients", "/events", "/components", "/admin-events")) {
            Answer answer =
                    new Api(TestServer.url() + "/admin/realms/" + realm.name())
                            .bearer(token)
                            .get(path);
            assertThat(answer.status()).as("%s %s", path, answer).isEqualTo(403);
        }
    }

    @Test
    void clientWithoutTheScopeHasNoRights() {
        TestRealm narrow = TestRealm.fresh().with(r -> r.remove("clientScopeMappings")).create();
        try {
            Api api = narrow.as(narrow.admin("manage-users"));
            for (AdminRoute route : AdminRoute.all()) {
                boolean isAboutTenant = route.subject() == Subject.TENANT;
                String id = isAboutTenant ? narrow.tenantId() : UUID.randomUUID().toString();
                route.send(api, id).assertError(403, DENIED);
            }
        } finally {
            narrow.close();
        }
    }

    @Test
    void unknownTenantIsUnauthorizedAtTheRoot() {
        String token = TestServer.admin().token();
        for (String tenant : List.of("no-such-realm", "master", "", "../" + realm.name())) {
            for (AdminRoute route : AdminRoute.all()) {
                route.send(TestServer.root().with("X-Tenant", tenant).bearer(token), alive.id())
                        .assertError(401, "unauthorized");
            }
        }
    }
}
