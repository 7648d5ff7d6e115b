package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Up to a thousand users by one request. */
class BulkIT {

    private static final String BULK = "/v1/users/bulk";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static Api admin;

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    private static Answer create(Object... users) {
        return admin.post(BULK, Map.of("users", List.of(users)));
    }

    @PrivateApi
    @Test
    void rowsAreHandledOneByOne() {
        TestUser there = realm.user();
        String email = TestRealm.newEmail();
        Answer answer =
                create(
                                Map.of(
                                        "email",
                                        email,
                                        "password",
                                        TestRealm.PASSWORD,
                                        "phone",
                                        "+4915112345678"),
                                Map.of("email", there.email()),
                                Map.of("email", "nonsense"),
                                Map.of("email", TestRealm.newEmail(), "password", "short"),
                                Map.of("email", TestRealm.newEmail(), "is_admin", true),
                                "text",
                                Map.of("email", TestRealm.newEmail(), "display_name", "Ada"))
                        .assertStatus(200);
        JsonNode body = answer.json();
        assertThat(body.path("succeeded").asInt()).isEqualTo(2);
        assertThat(body.path("imported").asInt()).isEqualTo(2);
        assertThat(body.path("failed").asInt()).isEqualTo(5);
        assertThat(body.path("errors").findValuesAsText("line"))
                .containsExactly("2", "3", "4", "5", "6");
        assertThat(body.path("errors").findValuesAsText("index"))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(body.path("errors").findValuesAsText("code"))
                .containsExactly(
                        "email_exists", "invalid_email", "too_short", "bad_request", "bad_request");
        assertThat(body.at("/errors/0/email").asText()).isEqualTo(there.email());
        assertThat(answer.body()).doesNotContain(TestRealm.PASSWORD);
        realm.api().login(email, TestRealm.PASSWORD).assertTokens();
    }

    @Test
    void failureOfAllRowsIsStillAnOutcomeAndEmptyErrorsAreLeftOut() {
        assertThat(create(Map.of("email", "x")).assertStatus(200).json().path("succeeded").asInt())
                .isZero();
        assertThat(
                        create(Map.of("email", TestRealm.newEmail(), "phone", ""))
                                .assertStatus(200)
                                .json()
                                .has("errors"))
                .isFalse();
    }

    private static void assertRefused(Answer answer, String code) {
        answer.assertError(422, "validation_failed");
        JsonNode fields = answer.json().at("/error/fields");
        assertThat(fields.findValuesAsText("field")).containsExactly("users");
        assertThat(fields.findValuesAsText("code")).containsExactly(code);
    }

    @Test
    void requestsHaveOneToAThousandUsersOfTheirOwnTenant() {
        assertRefused(create(), "too_short");
        assertRefused(admin.post(BULK, Map.of()), "required");
        assertRefused(
                admin.post(BULK, Map.of("users", Collections.nCopies(1001, Map.of("email", "x")))),
                "too_long");
        admin.post(
                        BULK,
                        Map.of(
                                "tenant_id",
                                UUID.randomUUID().toString(),
                                "users",
                                List.of(Map.of("email", TestRealm.newEmail()))))
                .assertError(403, "forbidden");
        admin.post(BULK, "{\"users\":{}}").assertError(400, "bad_request");
        admin.post(BULK, "[]").assertError(400, "bad_request");
        realm.as(realm.admin("view-users"))
                .post(BULK, Map.of("users", List.of()))
                .assertError(403, "rbac.permission_denied");
        realm.api().post(BULK, Map.of("users", List.of())).assertError(401, "unauthorized");
    }

    @Test
    void thousandUsersFit() {
        List<Map<String, String>> users = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            users.add(Map.of("email", TestRealm.newEmail()));
        }
        JsonNode body = admin.post(BULK, Map.of("users", users)).assertStatus(200).json();
        assertThat(body.path("succeeded").asInt()).isEqualTo(1000);
    }

    @Test
    void requestWithAKeyIsDoneOnce() {
        Api keyed = admin.with("Idempotency-Key", TestRealm.random());
        Map<String, ?> body = Map.of("users", List.of(Map.of("email", TestRealm.newEmail())));
        List<Answer> answers = Parallel.run(4, 4, i -> keyed.post(BULK, body));
        assertThat(answers).extracting(Answer::status).contains(200).isSubsetOf(200, 409, 503);
        assertThat(keyed.post(BULK, body).assertStatus(200).json().path("succeeded").asInt())
                .isEqualTo(1);
        keyed.post(BULK, Map.of("users", List.of(Map.of("email", TestRealm.newEmail()))))
                .assertError(409, "conflict");
        admin.with("Idempotency-Key", "x".repeat(256))
                .post(BULK, body)
                .assertError(400, "bad_request");
    }

    @Test
    void filesOfOtherSystemsAreTaken() {
        String email = TestRealm.newEmail();
        byte[] csv = UserFile.of("", "email,name", email + ",Ada", "none,Bob").content();
        Answer answer =
                admin.send("POST", BULK + "/import?source=%20Cognito", "text/csv", csv)
                        .assertStatus(200);
        assertThat(answer.json().path("succeeded").asInt()).isEqualTo(1);
        assertThat(answer.text("errors.0.line")).isEqualTo("3");
        assertThat(answer.text("errors.0.code")).isEqualTo("invalid_email");
        assertThat(realm.usersWithEmail(email)).hasSize(1);
    }

    @Test
    void filesHaveLimits() {
        String path = BULK + "/import?source=auth0";
        String type = "application/x-ndjson";
        admin.send("POST", BULK + "/import", type, new byte[0])
                .assertError(400, "user.import_source_invalid");
        admin.send("POST", path, type, new byte[0]).assertError(422, "user.import_empty");
        admin.send("POST", path, type, "\n".repeat(1001).replace("\n", "{}\n").getBytes())
                .assertError(422, "user.import_batch_too_large");
        for (int megabytes : new int[] {10, 12}) {
            admin.send("POST", path, type, new byte[megabytes << 20])
                    .assertError(422, "user.import_file_too_large");
        }
        admin.with("Content-Encoding", "gzip")
                .send("POST", path, type, new byte[] {1})
                .assertError(400, "bad_request");
    }
}
