package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.suite.AdminRoute.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Keycloak's fine-grained admin permissions: admins who may manage only some users. The class is
 * alone, because Keycloak's cache of roles can fail a request of a master admin while realms come
 * and go.
 */
@PrivateApi
@Turns.Alone
@Order(1)
class AdminPermissionsIT {

    private static final String DENIED = "rbac.permission_denied";

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(r -> r.put("adminPermissionsEnabled", true));

    private static String permissions;
    private static String group;
    private static List<TestUser> members;
    private static TestUser stranger;
    private static Api viewer;
    private static Api manager;

    @BeforeAll
    static void givePermissions() {
        permissions =
                "/clients/"
                        + realm.get("").at("/adminPermissionsClient/id").asText()
                        + "/authz/resource-server";
        group = realm.admin().create(realm.path("/groups"), Map.of("name", "team"));
        members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            stranger = realm.user(TestRealm.newEmail(), null, user -> {});
            TestUser member = realm.user(TestRealm.newEmail(), null, user -> {});
            join(member);
            members.add(member);
        }
        TestUser viewing = realm.admin("query-users");
        TestUser managing = realm.admin("query-users");
        permit("view-members", viewing, managing);
        permit("manage-members", managing);
        viewer = realm.as(viewing);
        manager = realm.as(managing);
    }

    private static void join(TestUser user) {
        realm.admin().put(realm.path("/users/" + user.id() + "/groups/" + group), Map.of());
    }

    private static void permit(String scope, TestUser... admins) {
        JsonNode policy =
                realm.post(
                        permissions + "/policy/user",
                        Map.of(
                                "name",
                                "who may " + scope,
                                "users",
                                Stream.of(admins).map(TestUser::id).toList()));
        realm.post(
                permissions + "/permission/scope",
                Map.of(
                        "name", scope + " of the team",
                        "resourceType", "Groups",
                        "resources", List.of(group),
                        "scopes", List.of(scope),
                        "policies", List.of(policy.path("id").asText())));
    }

    private static List<String> emails(Api api, String query) {
        JsonNode page = api.get("/v1/users" + query).assertStatus(200).json();
        return page.path("items").findValuesAsText("email");
    }

    private static List<String> emailsOfMembers() {
        return members.stream().map(TestUser::email).toList();
    }

    @Test
    void listShowsOnlyUsersThatTheAdminMaySee() {
        assertThat(emails(viewer, "?limit=200"))
                .containsExactlyInAnyOrderElementsOf(emailsOfMembers());
        for (String sort : List.of("created_at", "-created_at", "email", "-email")) {
            List<String> seen = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page =
                        viewer.get("/v1/users?limit=2&sort=" + sort + "&cursor=" + cursor)
                                .assertStatus(200)
                                .json();
                seen.addAll(page.path("items").findValuesAsText("email"));
                cursor = page.path("next_cursor").asText();
            } while (!cursor.isEmpty());
            assertThat(seen).as(sort).containsExactlyInAnyOrderElementsOf(emailsOfMembers());
        }
    }

    @Test
    void searchFindsNoOtherUser() {
        String member = members.get(0).email();
        assertThat(emails(viewer, "?email=" + member)).containsExactly(member);
        assertThat(emails(viewer, "?email=" + stranger.email())).isEmpty();
        assertThat(emails(viewer, "?q=" + stranger.email())).isEmpty();
        assertThat(emails(viewer, "?status=active"))
                .containsExactlyInAnyOrderElementsOf(emailsOfMembers());
        assertThat(emails(viewer, "?offset=2")).hasSize(members.size() - 2);
    }

    @Test
    void numbersOfAllUsersNeedTheRightToSeeThem() {
        JsonNode page = viewer.get("/v1/users?include_total=true").assertStatus(200).json();
        assertThat(page.has("total")).as("%s", page).isFalse();
        for (String path : List.of("/v1/users/stats", "/v1/users/trends", "/v1/users/deleted")) {
            viewer.get(path).assertError(403, DENIED);
            manager.get(path).assertError(403, DENIED);
        }
    }

    @Test
    void viewerReadsMembersAndChangesNoUser() {
        for (AdminRoute route : AdminRoute.all()) {
            if (route.subject() != Subject.ALIVE) {
                continue;
            }
            Answer ofMember = route.send(viewer, members.get(0).id());
            if (route.needsMore()) {
                ofMember.assertError(403, DENIED);
            } else {
                ofMember.assertStatus(200);
            }
            route.send(viewer, stranger.id()).assertError(403, DENIED);
            // Another answer would let an admin of a few users find out which others exist.
            route.send(viewer, UUID.randomUUID().toString()).assertError(403, DENIED);
        }
        realm.get("/users/" + members.get(0).id());
        viewer.post("/v1/users", Map.of("email", TestRealm.newEmail())).assertError(403, DENIED);
    }

    @Test
    void managerChangesMembersOnly() {
        for (AdminRoute route : AdminRoute.all()) {
            if (route.subject() != Subject.ALIVE) {
                continue;
            }
            TestUser member = realm.user(TestRealm.newEmail(), null, user -> {});
            join(member);
            route.send(manager, member.id()).assertStatus(route.success());
            route.send(manager, stranger.id()).assertError(403, DENIED);
            realm.delete(member);
        }
        assertThat(realm.get("/users/" + stranger.id()).path("enabled").asBoolean()).isTrue();
    }

    @Test
    void onlyManagersOfAllUsersCreateUsers() {
        int before = realm.numberOfUsers();
        for (AdminRoute route : AdminRoute.all()) {
            if (route.needsMore() && !route.isAboutAUser()) {
                route.send(manager, UUID.randomUUID().toString()).assertError(403, DENIED);
            }
        }
        assertThat(realm.numberOfUsers()).isEqualTo(before);
    }

    @Test
    void managerRestoresAndPurgesMembersOnly() {
        TestUser member = realm.user(TestRealm.newEmail(), null, user -> {});
        join(member);
        TestUser nobodys = realm.user(TestRealm.newEmail(), null, user -> {});
        Api all = realm.as(realm.admin("manage-users"));
        for (TestUser user : List.of(member, nobodys)) {
            all.delete("/v1/users/" + user.id()).assertStatus(204);
        }
        for (String action : List.of("/restore", "/purge")) {
            viewer.post("/v1/users/" + member.id() + action).assertError(403, DENIED);
            manager.post("/v1/users/" + nobodys.id() + action).assertError(403, DENIED);
        }
        manager.post("/v1/users/" + member.id() + "/restore").assertStatus(200);
        manager.delete("/v1/users/" + member.id()).assertStatus(204);
        manager.delete("/v1/users/" + member.id() + "/purge").assertStatus(204);
    }

    @Test
    void rolesOfTheRealmStillCount() {
        Api all = realm.as(realm.admin("view-users"));
        assertThat(emails(all, "?limit=200")).contains(stranger.email());
        all.get("/v1/users/" + stranger.id()).assertStatus(200);
        assertThat(emails(realm.as(realm.admin("query-users")), "")).isEmpty();
    }

    /** The filter of Keycloak's lists does not know admins of the master realm. */
    @Test
    void masterAdminSeesAllUsers() {
        Api all = realm.asOperator();
        assertThat(emails(all, "?limit=200"))
                .contains(stranger.email())
                .containsAll(emailsOfMembers());
    }
}
