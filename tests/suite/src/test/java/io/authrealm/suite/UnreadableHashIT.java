package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stored hash that cannot be verified, or only at an excessive cost. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "reads the server's log")
@Turns.Alone
@Order(1)
class UnreadableHashIT {

    /** Far more than a refusal takes, and far less than any of these hashes would. */
    private static final Duration QUICK = Duration.ofSeconds(5);

    private static final String TAG = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I";

    private static final String COST_31 =
            "$2y$31$MA.kt0gsroyT6iCackRwpu2ghCw.66tBVmrZanuir0FUqsId.tNee";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().withDefaultHash();

    enum Hash {
        GARBAGE(StoredPassword.encoded("no hash at all: " + TAG)),
        EMPTY(StoredPassword.encoded("")),
        OVERLONG(StoredPassword.encoded("$2b$10$" + TAG.repeat(100))),
        TRUNCATED_BCRYPT(StoredPassword.encoded("$2y$10$MA.kt0gsroyT6iCackRwpu2ghCw.66tBVmrZ")),
        BCRYPT_OF_COST_31(StoredPassword.encoded(COST_31)),
        BCRYPT_OF_COST_31_OF_THE_EXTENSION(StoredPassword.ofBcryptExtension(COST_31, 31)),
        ARGON2_OF_4_GIB(
                StoredPassword.encoded("$argon2id$v=19$m=4194304,t=1,p=1$c2FsdHNhbHQ$" + TAG)),
        ARGON2_OF_4_GIB_IN_KEYCLOAKS_FORM(StoredPassword.argon2(4194304, 1, TAG + "=")),
        ARGON2_OF_2_TO_THE_31_PASSES(
                StoredPassword.encoded("$argon2id$v=19$m=8,t=2147483647,p=1$c2FsdHNhbHQ$" + TAG)),
        ARGON2_OF_2_TO_THE_31_PASSES_IN_KEYCLOAKS_FORM(
                StoredPassword.argon2(8, Integer.MAX_VALUE, TAG + "=")),
        ARGON2_WITHOUT_A_TAG(StoredPassword.argon2(19456, 2, "")),
        PBKDF2_OF_2_TO_THE_31_ITERATIONS(StoredPassword.pbkdf2(Integer.MAX_VALUE, TAG + "="));

        private final StoredPassword stored;

        Hash(StoredPassword stored) {
            this.stored = stored;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedAtOnceAndStaysAsItIs(Hash hash) {
        TestUser user = realm.imported(hash.stored, TestRealm.PASSWORD);
        Credential before = realm.password(user);
        int logged = TestServer.log().size();

        Answer answer = realm.api().login(user.email(), user.password());

        answer.assertError(401, "auth.invalid_credentials");
        assertThat(answer.took()).isLessThan(QUICK);
        realm.api().login(user.email(), "another").assertError(401, "auth.invalid_credentials");
        assertThat(realm.password(user)).isEqualTo(before);
        List<String> log = TestServer.log();
        assertThat(log.subList(logged, log.size()))
                .noneMatch(line -> line.contains(user.password()))
                .noneMatch(line -> line.contains(TAG) || line.contains("MA.kt0gsroy"))
                .filteredOn(line -> line.contains(before.id()))
                .hasSize(1);
    }

    /** Otherwise an answer that is too fast would reveal that there is such an account. */
    @ParameterizedTest
    @EnumSource
    void costsOneHashLikeAnUnknownAddress(Hash hash) {
        TestUser user = realm.imported(hash.stored, TestRealm.PASSWORD);
        double before = argon2Hashes();
        realm.api().login(TestRealm.newEmail(), "wrong").assertStatus(401);
        double ofUnknown = argon2Hashes() - before;

        realm.api().login(user.email(), "wrong").assertStatus(401);

        assertThat(ofUnknown).isEqualTo(1);
        assertThat(argon2Hashes() - before - ofUnknown).isEqualTo(ofUnknown);
    }

    private static double argon2Hashes() {
        return TestServer.metrics()
                .sum("authrealm_password_hashing_time_seconds_count", "algorithm=\"argon2id\"");
    }
}
