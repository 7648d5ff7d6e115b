package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that run while another request removes their subject. */
class CrossingRequestsIT {

    private static final int ROUNDS = Soak.or(15, 6);

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().setting("signup_floor_ms", "0").setting("recovery_floor_ms", "0");

    private static Api admin;

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    private enum Change {
        PATCH((api, path) -> api.patch(path, Map.of("display_name", "Ann"))),
        SUSPEND((api, path) -> api.patch(path, Map.of("status", "suspended"))),
        RESET_MFA((api, path) -> api.delete(path + "/mfa")),
        REQUIRE_MFA(
                (api, path) -> api.send("PUT", path + "/mfa-required", Map.of("required", true))),
        PASSWORD(
                (api, path) ->
                        api.post(path + "/password", Map.of("password", "a-new-horse-battery"))),
        REVOKE_ALL((api, path) -> api.post(path + "/sessions/revoke-all")),
        DELETE(Api::delete),
        RESTORE((api, path) -> api.post(path + "/restore")),
        PURGE((api, path) -> api.delete(path + "/purge"));

        private final BiFunction<Api, String, Answer> request;

        Change(BiFunction<Api, String, Answer> request) {
            this.request = request;
        }

        Answer send(Api api, TestUser user) {
            return request.apply(api, "/v1/users/" + user.id());
        }
    }

    private static void assertNoneFailed(List<Answer> answers, Integer... expected) {
        Set<Integer> statuses = Set.of(expected);
        assertThat(answers).filteredOn(answer -> !statuses.contains(answer.status())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void changeOfAUserWhoIsBeingPurgedIsNotFound(Change change) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            TestUser user = realm.user();
            Change.DELETE.send(admin, user).assertStatus(204);
            answers.addAll(
                    Parallel.run(3, 3, n -> (n == 0 ? Change.PURGE : change).send(admin, user)));
        }
        assertNoneFailed(answers, 200, 204, 404);
    }

    @ParameterizedTest
    @EnumSource
    void changeOfAUserWhoIsBeingDeletedAndPurgedIsMadeOrNotFound(Change change) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            TestUser user = realm.user();
            answers.addAll(
                    Parallel.run(
                            4,
                            2,
                            n ->
                                    switch (n) {
                                        case 0 -> Change.DELETE.send(admin, user);
                                        case 2 -> Change.PURGE.send(admin, user);
                                        default -> change.send(admin, user);
                                    }));
        }
        assertNoneFailed(answers, 200, 204, 404);
    }

    @Test
    void requestOfAUserWhoIsBeingDeletedAndPurgedIsDoneOrRefused() {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            TestUser user = realm.user();
            Tokens tokens = realm.signIn(user);
            Api own = realm.api().bearer(tokens);
            Map<String, String> passwords =
                    Map.of(
                            "current_password",
                            user.password(),
                            "new_password",
                            "a-new-horse-battery");
            answers.addAll(
                    Parallel.run(
                            7,
                            7,
                            n ->
                                    switch (n) {
                                        case 0 -> {
                                            Change.DELETE.send(admin, user);
                                            yield Change.PURGE.send(admin, user);
                                        }
                                        case 1 -> own.patch("/v1/me", Map.of("display_name", "A"));
                                        case 2 -> own.post("/v1/auth/password", passwords);
                                        case 3 -> own.post("/v1/auth/logout");
                                        case 4 -> realm.api().refresh(tokens.refresh());
                                        case 5 -> realm.api().login(user.email(), user.password());
                                        default -> own.get("/v1/auth/me");
                                    }));
        }
        assertNoneFailed(answers, 200, 204, 401, 404, 409);
    }

    /**
     * Its passwords take long to hash, so that the removal happens in the middle of a request. A
     * server that is busy with them may answer so.
     */
    private static TestRealm slow() {
        return TestRealm.fresh()
                .with(r -> r.put("passwordPolicy", "authrealm-argon2(m=65536,t=3,p=1)"))
                .setting("signup_floor_ms", "0")
                .create();
    }

    private static List<Map<String, String>> rows(String prefix) {
        return IntStream.range(0, 600)
                .mapToObj(i -> Map.of("email", prefix + i + "@example.test"))
                .toList();
    }

    private static Answer makeUsers(TestRealm of, Api manager, int kind) {
        String email = TestRealm.newEmail();
        return switch (kind) {
            case 0 -> of.api().signUp(email, TestRealm.PASSWORD);
            case 1 ->
                    manager.post(
                            "/v1/users", Map.of("email", email, "password", TestRealm.PASSWORD));
            default ->
                    manager.post("/v1/users/bulk", Map.of("users", rows("r" + TestRealm.random())));
        };
    }

    @Test
    void requestUnderWayWhileTheApiIsSwitchedOffIsDoneOrNotFound() {
        TestRealm closing = slow();
        try {
            Api manager = closing.as(closing.admin("manage-users"));
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.addAll(
                        whileItIs(
                                () -> closing.updateSettings(Map.of("enabled", List.of("false"))),
                                closing,
                                manager));
                closing.updateSettings(Map.of("enabled", List.of("true")));
            }
            assertNoneFailed(answers, 200, 201, 404, 503);
            assertThat(answers).extracting(Answer::status).contains(404);
        } finally {
            closing.close();
        }
    }

    @Test
    void requestUnderWayWhileTheRealmIsRemovedIsDoneOrNotFound() {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestRealm removed = slow();
            Api manager = removed.as(removed.admin("manage-users"));
            answers.addAll(
                    whileItIs(() -> removed.admin().delete(removed.path("")), removed, manager));
        }
        assertNoneFailed(answers, 200, 201, 404, 409, 503);
    }

    /** The answers to slow requests, some of which are under way when the subject is removed. */
    private static List<Answer> whileItIs(Runnable taken, TestRealm of, Api manager) {
        int looks = ThreadLocalRandom.current().nextInt(20);
        return Parallel.run(
                        4,
                        4,
                        n -> {
                            if (n < 3) {
                                return Optional.of(makeUsers(of, manager, n));
                            }
                            for (int i = 0; i < looks; i++) {
                                of.get("");
                            }
                            taken.run();
                            return Optional.<Answer>empty();
                        })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
