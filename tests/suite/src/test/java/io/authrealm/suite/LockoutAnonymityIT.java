package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A lock never reveals whether there is an account, however it was caused. */
class LockoutAnonymityIT {

    private static final int LIMIT = 5;

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().with(LockoutAnonymityIT::allowPasswordGrant);

    /** Locks permanently, and the API answers again after two seconds. */
    @RegisterExtension
    static final TestRealm permanent =
            TestRealm.fresh()
                    .with(LockoutAnonymityIT::allowPasswordGrant)
                    .with(
                            r ->
                                    r.put("permanentLockout", true)
                                            .put("maxTemporaryLockouts", 0)
                                            .put("maxFailureWaitSeconds", 2));

    @RegisterExtension
    static final TestRealm strict =
            TestRealm.fresh().with(r -> r.put("failureFactor", 2).put("maxFailureWaitSeconds", 60));

    @RegisterExtension
    static final TestRealm byDefault = TestRealm.named(TestServer.DEFAULT_TENANT);

    private static void allowPasswordGrant(ObjectNode representation) {
        ((ObjectNode) representation.path("clients").path(0))
                .put("directAccessGrantsEnabled", true);
    }

    @BeforeAll
    static void rootKnowsTheRealms() {
        strict.awaitAtRoot();
        byDefault.awaitAtRoot();
    }

    private static Answer guess(TestRealm realm, String email) {
        return realm.api().login(email, "not-the-password");
    }

    /** Status and error of each answer, without the parts that differ between requests. */
    private static List<String> withoutRequestIds(List<Answer> answers) {
        return answers.stream().map(a -> a.status() + " " + a.errorWithoutRequestId()).toList();
    }

    private static List<Answer> guesses(Api api, String email, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> api.login(email, "not-the-password"))
                .toList();
    }

    private static void guessAtKeycloaksTokenEndpoint(TestRealm realm, TestUser user, int times) {
        for (int i = 0; i < times; i++) {
            Answer answer =
                    realm.admin()
                            .tokenEndpoint(
                                    realm.name(),
                                    Map.of(
                                            "grant_type",
                                            "password",
                                            "client_id",
                                            TestRealm.CLIENT,
                                            "username",
                                            user.email(),
                                            "password",
                                            "not-the-password"));
            // Versions differ in the status of an invalid grant.
            assertThat(answer.text("error")).isEqualTo("invalid_grant");
        }
        Await.until(
                "Keycloak has counted",
                Duration.ofSeconds(10),
                () -> realm.loginFailures(user).path("numFailures").asInt() >= LIMIT);
    }

    @PrivateApi
    @Test
    void lockByKeycloaksOwnEndpointLooksLikeAWrongPassword() {
        TestUser user = realm.user();
        String unknown = TestRealm.newEmail();
        guessAtKeycloaksTokenEndpoint(realm, user, LIMIT + 1);
        realm.api()
                .login(user.email(), user.password())
                .assertError(401, "auth.invalid_credentials");
        guess(realm, unknown);
        assertThat(withoutRequestIds(guesses(realm.api(), user.email(), 7)))
                .isEqualTo(withoutRequestIds(guesses(realm.api(), unknown, 7)));
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void adminWhoLiftsTheLockOfAnotherEndpointUnlocksTheAccount() {
        TestUser user = realm.user();
        guessAtKeycloaksTokenEndpoint(realm, user, LIMIT + 1);
        guesses(realm.api(), user.email(), LIMIT);
        guess(realm, user.email()).assertError(429, "auth.account_locked");
        realm.forgetLoginFailures(user);
        realm.signIn(user);
    }

    @Test
    void permanentLockLooksTheSameForKnownAndUnknown() {
        TestUser user = permanent.user();
        String unknown = TestRealm.newEmail();
        for (String email : List.of(user.email(), unknown)) {
            List<Answer> answers = guesses(permanent.api(), email, LIMIT + 1);
            answers.subList(0, LIMIT).forEach(a -> a.assertError(401, "auth.invalid_credentials"));
            answers.get(LIMIT).assertError(429, "auth.account_locked");
        }
        assertThat(permanent.get("/users/" + user.id()).path("enabled").asBoolean()).isFalse();
        for (String email : List.of(user.email(), unknown)) {
            Await.until(
                    "the API answers again",
                    Duration.ofSeconds(10),
                    () -> guess(permanent, email).status() == 401);
        }
        List<Answer> rightOnes = new ArrayList<>();
        for (String email : List.of(user.email(), unknown)) {
            Await.until(
                    "the API answers again",
                    Duration.ofSeconds(10),
                    () -> {
                        Answer answer = permanent.api().login(email, user.password());
                        if (answer.status() != 429) {
                            rightOnes.add(answer);
                        }
                        return answer.status() != 429;
                    });
        }
        assertThat(rightOnes).allSatisfy(a -> a.assertError(401, "auth.invalid_credentials"));
    }

    @Test
    void adminWhoEnablesAPermanentlyLockedUserUnlocksTheAccount() {
        TestUser user = permanent.user();
        guesses(permanent.api(), user.email(), LIMIT);
        permanent.forgetLoginFailures(user);
        permanent.updateUser(
                user,
                u -> {
                    u.put("enabled", true);
                    ((ObjectNode) u.path("attributes")).remove("disabledReason");
                });
        permanent.signIn(user);
    }

    @Test
    void accountThatAnAdminHasDisabledIsNamedOnlyWithTheRightPassword() {
        TestUser user = permanent.user();
        permanent.disable(user);
        guess(permanent, user.email()).assertError(401, "auth.invalid_credentials");
        permanent
                .api()
                .login(user.email(), user.password())
                .assertError(403, "auth.account_inactive");
    }

    @Test
    void limitOfTheTenantThatHasTheAddressDoesNotShowAtTheRoot() {
        TestUser user = strict.user();
        List<Answer> known = guesses(TestServer.root(), user.email(), LIMIT + 2);
        List<Answer> unknown = guesses(TestServer.root(), TestRealm.newEmail(), LIMIT + 2);
        assertThat(withoutRequestIds(known)).isEqualTo(withoutRequestIds(unknown));
        assertThat(known.get(LIMIT - 1).status()).isEqualTo(401);
        assertThat(known.get(LIMIT).status()).isEqualTo(429);
        int wait = Integer.parseInt(known.get(LIMIT).header("Retry-After"));
        assertThat(wait).isBetween(840, 900);
        assertThat(strict.loginFailures(user).path("disabled").asBoolean()).isTrue();
    }

    @Test
    void guessesAtTheRootRevealNothingAtTheTenantsOwnPath() {
        TestUser user = strict.user();
        String unknown = TestRealm.newEmail();
        for (String email : List.of(user.email(), unknown)) {
            guesses(TestServer.root(), email, LIMIT + 1);
        }
        assertThat(withoutRequestIds(guesses(strict.api(), user.email(), 3)))
                .isEqualTo(withoutRequestIds(guesses(strict.api(), unknown, 3)));
    }

    @Test
    void unknownAddressesLeaveNothingInKeycloaksCounters() {
        String email = TestRealm.newEmail();
        guesses(permanent.api(), email, LIMIT);
        String realmId = permanent.get("").path("id").asText();
        // The id under which an earlier version counted an address without an account.
        String name = "authrealm:" + realmId + ":unknown:" + email;
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        assertThat(
                        permanent
                                .get("/attack-detection/brute-force/users/" + id)
                                .path("numFailures")
                                .asInt())
                .isZero();
    }
}
