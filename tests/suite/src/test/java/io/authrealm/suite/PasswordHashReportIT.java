package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admin API reports how many old hashes a realm still has. */
class PasswordHashReportIT {

    private static final String PATH = "/authrealm-passwords/hashes";

    private static final StoredPassword PBKDF2 = StoredPassword.pbkdf2(TestRealm.PASSWORD, 1);

    /** The default costs, but not in the form of this server. */
    private static final StoredPassword ENCODED_ARGON2 =
            StoredPassword.encoded(
                    "$argon2id$v=19$m=19456,t=2,p=1$YXV0aHJlYWxtLXNhbHQxNg"
                            + "$B+cGZRcEW9LEfjM3cjCz4GpktOHhLNT7aA1jrITAin0");

    private static final StoredPassword BCRYPT =
            StoredPassword.encoded("$2y$04$kbZDXmr2bf2o7tPPBRhMUOh8dvMUT6mhne6FNSMLDq1j8flAXiMWS");

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().withDefaultHash();
    @RegisterExtension static final TestRealm empty = TestRealm.fresh().withDefaultHash();

    /**
     * With protection against guessing, Keycloak's own endpoint refuses a user whose previous
     * sign-in it has not recorded yet. It records a sign-in after its answer.
     */
    @RegisterExtension
    static final TestRealm guarded =
            TestRealm.fresh().withDefaultHash().with(r -> r.put("bruteForceProtected", false));

    private static JsonNode expected(int total, int upToDate, Map<String, Integer> byAlgorithm) {
        ObjectNode counts = Answer.JSON.createObjectNode();
        counts.put("total", total).put("up_to_date", upToDate);
        counts.set("by_algorithm", Answer.JSON.valueToTree(byAlgorithm));
        return counts;
    }

    private static Answer ask(Api api) {
        return api.get("/admin/realms/" + guarded.name() + PATH);
    }

    private static String tokenOf(TestUser user) {
        return guarded.admin()
                .tokenEndpoint(
                        guarded.name(),
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                user.email(),
                                "password",
                                user.password()))
                .assertStatus(200)
                .text("access_token");
    }

    @PrivateApi
    @Test
    void passwordsAreCountedByAlgorithmAndByWhetherTheyAreUpToDate() {
        realm.user();
        realm.user(TestRealm.newEmail(), null, u -> {});
        realm.imported(StoredPassword.encoded("no hash at all"), TestRealm.PASSWORD);
        TestUser pbkdf2 = realm.imported(PBKDF2, TestRealm.PASSWORD);
        realm.imported(PBKDF2, TestRealm.PASSWORD);
        TestUser argon2 = realm.imported(ENCODED_ARGON2, TestRealm.PASSWORD);
        realm.imported(BCRYPT, TestRealm.PASSWORD);
        assertThat(realm.get(PATH))
                .isEqualTo(
                        expected(
                                6,
                                1,
                                Map.of(
                                        "argon2id", 2,
                                        "bcrypt", 1,
                                        "pbkdf2-sha256", 2,
                                        "unreadable", 1)));

        realm.signIn(pbkdf2);
        realm.signIn(argon2);
        assertThat(realm.get(PATH))
                .isEqualTo(
                        expected(
                                6,
                                3,
                                Map.of(
                                        "argon2id", 3,
                                        "bcrypt", 1,
                                        "pbkdf2-sha256", 1,
                                        "unreadable", 1)));
    }

    @Test
    void passwordsOfOtherRealmsAreNotCounted() {
        guarded.user();
        assertThat(empty.get(PATH)).isEqualTo(expected(0, 0, Map.of()));
    }

    @Test
    void changedPolicyMakesPasswordsOutdated() {
        TestRealm changing = TestRealm.fresh().withDefaultHash().create();
        try {
            changing.user();
            assertThat(changing.get(PATH)).isEqualTo(expected(1, 1, Map.of("argon2id", 1)));
            changing.updateRealm(r -> r.put("passwordPolicy", "authrealm-argon2(m=7168,t=5,p=1)"));
            assertThat(changing.get(PATH)).isEqualTo(expected(1, 0, Map.of("argon2id", 1)));
        } finally {
            changing.close();
        }
    }

    @Test
    void onlyAdminsWhoMayViewUsersMayAsk() {
        Api api = TestServer.root();
        ask(api).assertStatus(401);
        ask(api.bearer("no.token.at-all")).assertStatus(401);

        TestUser user = guarded.user();
        ask(api.bearer(tokenOf(user))).assertStatus(403);
        guarded.giveAdminRoles(user, "query-users");
        ask(api.bearer(tokenOf(user))).assertStatus(403);
        guarded.giveAdminRoles(user, "view-users");
        ask(api.bearer(tokenOf(user))).assertStatus(200);
    }
}
