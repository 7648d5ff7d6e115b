package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsersIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static Api admin;

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    private static String show(Answer answer) {
        String body = answer.body();
        return answer.status() + " " + body.substring(0, Math.min(300, body.length())).trim();
    }

    @Test
    void everyRoute() {
        String email = TestRealm.newEmail();
        Answer created =
                admin.post(
                        "/v1/users",
                        Map.of(
                                "email",
                                email,
                                "password",
                                TestRealm.PASSWORD,
                                "display_name",
                                "Ada L",
                                "phone",
                                "+4915112345678",
                                "metadata",
                                Map.of("a", Map.of("b", 1))));
        System.out.println("CREATED " + show(created));
        String id = created.assertStatus(201).text("id");
        String user = "/v1/users/" + id;
        for (String path :
                new String[] {
                    "/v1/users?include_total=true",
                    "/v1/users?limit=1",
                    "/v1/users?offset=1",
                    "/v1/users?sort=email",
                    "/v1/users?sort=-email",
                    "/v1/users?sort=created_at",
                    "/v1/users?q=user",
                    "/v1/users?email=" + email,
                    "/v1/users?phone=%2B4915112345678",
                    "/v1/users?status=active&created_after=2020-01-01T00:00:00Z",
                    "/v1/users/stats",
                    "/v1/users/trends",
                    user,
                    user + "/security",
                    user + "/sessions",
                    user + "/access",
                    "/v1/users/deleted"
                }) {
            System.out.println("GET " + path + " " + show(admin.get(path)));
        }
        System.out.println(
                "PATCH "
                        + show(
                                admin.patch(
                                        user, Map.of("display_name", "X", "status", "suspended"))));
        System.out.println("PATCH " + show(admin.patch(user, Map.of("status", "active"))));
        System.out.println(
                "PW "
                        + show(
                                admin.post(
                                        user + "/password",
                                        Map.of("password", "another-horse-battery"))));
        System.out.println(
                "PW " + show(admin.send("PUT", user + "/password", Map.of("password", "short"))));
        System.out.println(
                "PW "
                        + show(
                                admin.send(
                                        "PUT",
                                        user + "/password",
                                        Map.of("password", "password1"))));
        System.out.println(
                "MFA " + show(admin.send("PUT", user + "/mfa-required", Map.of("required", true))));
        System.out.println("MFA " + show(admin.send("PUT", user + "/mfa-required", Map.of())));
        System.out.println("MFA " + show(admin.delete(user + "/mfa")));
        System.out.println("REVOKE " + show(admin.post(user + "/sessions/revoke-all")));
        System.out.println("DELETE " + show(admin.delete(user)));
        System.out.println("DELETE " + show(admin.delete(user)));
        System.out.println("DELETED " + show(admin.get("/v1/users/deleted?limit=1")));
        System.out.println("RESTORE " + show(admin.post(user + "/restore")));
        System.out.println("DELETE " + show(admin.delete(user)));
        System.out.println("PURGE " + show(admin.delete(user + "/purge")));
        System.out.println("PURGE " + show(admin.post(user + "/purge")));
        String next = admin.get("/v1/users?limit=1").text("next_cursor");
        System.out.println(
                "NEXT " + next + " " + show(admin.get("/v1/users?limit=1&cursor=" + next)));
        System.out.println(
                "MASTER "
                        + show(
                                realm.api()
                                        .bearer(TestServer.admin().token())
                                        .get("/v1/users?limit=1")));
        System.out.println(
                "ROOT "
                        + show(
                                TestServer.root()
                                        .with("X-Tenant", realm.name())
                                        .bearer(TestServer.admin().token())
                                        .get("/v1/users?limit=1")));
        System.out.println("NOBODY " + show(realm.as(realm.user()).get("/v1/users?limit=1")));
        System.out.println("EVENTS " + realm.get("/admin-events").toString().length());
        assertThat(true).isTrue();
    }
}
