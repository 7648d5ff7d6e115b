package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A password with another hash is hashed anew after it was verified. */
@Turns.Alone
@Order(5)
class PasswordUpgradeIT {

    private static final String OLD_ALGORITHM = "pbkdf2-sha256";
    private static final String NEW = "a-new-horse-battery";

    /** Old hashes are as cheap as possible, because they are not what is tested. */
    private static final StoredPassword OLD_HASH = StoredPassword.pbkdf2(TestRealm.PASSWORD, 1);

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().withDefaultHash();

    @RegisterExtension
    static final TestRealm strict =
            TestRealm.fresh()
                    .withDefaultHash()
                    .with(r -> r.put("passwordPolicy", "length(20) and specialChars(3)"));

    @RegisterExtension
    static final TestRealm history =
            TestRealm.fresh()
                    .withDefaultHash()
                    .with(r -> r.put("passwordPolicy", "passwordHistory(3)"));

    @RegisterExtension
    static final TestRealm expiring =
            TestRealm.fresh()
                    .withDefaultHash()
                    .with(r -> r.put("passwordPolicy", "forceExpiredPasswordChange(30)"));

    private static double upgrades(String from) {
        return TestServer.metrics()
                .sum("authrealm_password_upgrades_total", "from=\"" + from + "\"");
    }

    private static void assertUpgraded(Credential before, TestRealm realm, TestUser user) {
        assertThat(realm.password(user))
                .isEqualTo(before.upgradedTo("argon2", Credential.COSTS))
                .returns(StoredPassword.CREATED, Credential::createdDate)
                .returns(StoredPassword.LABEL, Credential::label);
    }

    private static Answer change(TestRealm realm, Tokens tokens, String current, String to) {
        return realm.api()
                .bearer(tokens)
                .post("/v1/auth/password", Map.of("current_password", current, "new_password", to));
    }

    @Test
    void ofThirtyFirstSignInsAtOnceOneHashesThePasswordAnew() {
        double upgraded = upgrades(OLD_ALGORITHM);
        TestUser user = realm.imported(OLD_HASH, TestRealm.PASSWORD);
        Credential before = realm.password(user);

        List<Answer> answers =
                Parallel.run(30, 30, i -> realm.api().login(user.email(), user.password()));

        assertThat(answers).allSatisfy(Answer::assertTokens);
        assertThat(upgrades(OLD_ALGORITHM)).isEqualTo(upgraded + 1);
        assertUpgraded(before, realm, user);
        realm.signIn(user);
    }

    @Test
    void wrongPasswordLeavesTheHashAsItIs() {
        TestUser user = realm.imported(OLD_HASH, TestRealm.PASSWORD);
        Credential before = realm.password(user);
        realm.api().login(user.email(), "wrong").assertError(401, "auth.invalid_credentials");
        assertThat(realm.password(user)).isEqualTo(before);
        assertThat(before.algorithm()).isEqualTo(OLD_ALGORITHM);
    }

    @Test
    void userBeforeTheSecondFactorIsUpgraded() {
        TestUser user = realm.userWithTotp(Totp.newSecret());
        realm.updateUser(user, OLD_HASH::addTo);
        Credential before = realm.password(user);
        assertThat(before.algorithm()).isEqualTo(OLD_ALGORITHM);

        realm.api().login(user.email(), user.password()).assertChallenge();

        assertUpgraded(before, realm, user);
    }

    @Test
    void userWithARequiredActionIsUpgraded() {
        TestUser user = realm.imported(OLD_HASH, TestRealm.PASSWORD);
        realm.updateUser(user, u -> u.putArray("requiredActions").add("UPDATE_PROFILE"));
        Credential before = realm.password(user);
        realm.api().login(user.email(), user.password()).assertError(403, "auth.action_required");
        assertUpgraded(before, realm, user);
    }

    /** Keycloak's token endpoint throws here, so the request's own transaction is rolled back. */
    @Test
    void isKeptIfTheRequestIsRolledBack() {
        Browser.createClient(realm);
        TestUser user = realm.imported(OLD_HASH, TestRealm.PASSWORD);
        realm.updateUser(user, u -> u.putArray("requiredActions").add("UPDATE_PROFILE"));
        Credential before = realm.password(user);
        Answer answer = Browser.directGrant(realm, user.email(), user.password());
        assertThat(answer.assertStatus(400).text("error_description"))
                .isEqualTo("Account is not fully set up");
        assertUpgraded(before, realm, user);
    }

    @Test
    void disabledUserIsUpgraded() {
        TestUser user = realm.imported(OLD_HASH, TestRealm.PASSWORD);
        realm.disable(user);
        Credential before = realm.password(user);
        realm.api().login(user.email(), user.password()).assertError(403, "auth.account_inactive");
        assertUpgraded(before, realm, user);
    }

    @Test
    void oldPasswordNeedNotKeepTheRulesForNewOnes() {
        TestUser user = strict.imported(StoredPassword.pbkdf2("secret", 1), "secret");
        Credential before = strict.password(user);
        strict.signIn(user);
        assertUpgraded(before, strict, user);
        strict.signIn(user);
    }

    @PrivateApi
    @Test
    void upgradeDoesNotCountForTheHistory() {
        TestUser user = history.imported(OLD_HASH, TestRealm.PASSWORD);
        Credential before = history.password(user);
        history.signIn(user);
        assertUpgraded(before, history, user);
        assertThat(history.credentials(user, "password-history")).isEmpty();
    }

    @Test
    void passwordsOfTheHistoryStayAsTheyAre() {
        TestUser user = history.imported(OLD_HASH, TestRealm.PASSWORD);
        history.setPassword(user, NEW);
        assertThat(history.credentials(user, "password-history"))
                .extracting(Credential::algorithm)
                .containsExactly(OLD_ALGORITHM);

        Tokens tokens = history.api().login(user.email(), NEW).assertTokens();
        change(history, tokens, NEW, TestRealm.PASSWORD).assertError(422, "auth.password_weak");

        assertThat(history.credentials(user, "password-history"))
                .extracting(Credential::algorithm)
                .containsExactly(OLD_ALGORITHM);
    }

    @Test
    void upgradedPasswordKeepsItsAge() {
        TestUser user = expiring.imported(OLD_HASH, TestRealm.PASSWORD);
        Credential before = expiring.password(user);
        for (int i = 0; i < 2; i++) {
            expiring.api()
                    .login(user.email(), user.password())
                    .assertError(403, "auth.action_required");
            assertUpgraded(before, expiring, user);
        }
    }

    @PrivateApi
    @Test
    void changedCostsOfTheRealmHoldFromTheNextSignInOn() {
        TestRealm changing = TestRealm.fresh().withDefaultHash().create();
        try {
            TestUser user = changing.user();
            changing.signIn(user);
            Credential before = changing.password(user);
            assertThat(before.costs()).isEqualTo(Credential.COSTS);

            changing.updateRealm(r -> r.put("passwordPolicy", "authrealm-argon2(m=7168,t=5,p=1)"));
            assertThat(changing.password(user)).isEqualTo(before);
            changing.signIn(user);
            assertThat(changing.password(user))
                    .isEqualTo(before.upgradedTo("argon2", "m=7168,t=5,p=1"));
            assertThat(changing.password(changing.user()).costs()).isEqualTo("m=7168,t=5,p=1");

            changing.updateRealm(r -> r.put("passwordPolicy", ""));
            changing.signIn(user);
            assertThat(changing.password(user)).isEqualTo(before);
        } finally {
            changing.close();
        }
    }

    @Test
    void keycloaksOwnNumberOfIterationsIsReachedOnceAndStays() {
        TestRealm iterating =
                TestRealm.fresh()
                        .withDefaultHash()
                        .with(r -> r.put("passwordPolicy", "hashIterations(3)"))
                        .create();
        try {
            double upgraded = upgrades("argon2id");
            TestUser fresh = iterating.user();
            assertThat(iterating.password(fresh).costs()).isEqualTo("m=19456,t=3,p=1");
            iterating.signIn(fresh);
            iterating.signIn(fresh);
            assertThat(upgrades("argon2id")).isEqualTo(upgraded);

            TestUser old = iterating.imported(StoredPassword.UP_TO_DATE, TestRealm.PASSWORD);
            iterating.signIn(old);
            iterating.signIn(old);
            iterating.signIn(old);
            assertThat(iterating.password(old).costs()).isEqualTo("m=19456,t=3,p=1");
            assertThat(upgrades("argon2id")).isEqualTo(upgraded + 1);
        } finally {
            iterating.close();
        }
    }

    @Test
    void hashThatIsUpToDateIsNotTouched() {
        double upgraded = upgrades("argon2id");
        TestUser user = realm.imported(StoredPassword.UP_TO_DATE, TestRealm.PASSWORD);
        Credential before = realm.password(user);
        realm.signIn(user);
        assertThat(realm.password(user)).isEqualTo(before);
        assertThat(upgrades("argon2id")).isEqualTo(upgraded);
    }

    @Test
    void changeOfAnOldPasswordIsNotUndone() {
        TestUser user = realm.imported(OLD_HASH, TestRealm.PASSWORD);
        Tokens tokens = realm.signIn(user);
        realm.updateUser(user, OLD_HASH::addTo);
        assertThat(realm.password(user).algorithm()).isEqualTo(OLD_ALGORITHM);
        double upgraded = upgrades(OLD_ALGORITHM);

        change(realm, tokens, user.password(), NEW).assertStatus(200);

        assertThat(upgrades(OLD_ALGORITHM)).isEqualTo(upgraded);
        assertThat(realm.password(user).createdDate()).isGreaterThan(StoredPassword.CREATED);
        realm.api().login(user.email(), user.password()).assertStatus(401);
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    @Timeout(60)
    void passwordChangedDuringItsUpgradeStaysChanged() throws Exception {
        TestRealm slow =
                TestRealm.fresh()
                        .withDefaultHash()
                        .with(r -> r.put("passwordPolicy", "authrealm-argon2(m=65536,t=32,p=1)"))
                        .create();
        try {
            // A fast machine may finish the upgrade before the password is replaced.
            int tries = 0;
            while (!replacesInTime(slow)) {
                assertThat(++tries).as("upgrades that were over too soon").isLessThan(10);
            }
        } finally {
            slow.close();
        }
    }

    /**
     * Whether the password was replaced while its upgrade was under way; asserts that it stays
     * replaced.
     */
    private static boolean replacesInTime(TestRealm slow) throws Exception {
        TestUser user = slow.imported(OLD_HASH, TestRealm.PASSWORD);
        double verified = hashed(OLD_ALGORITHM);
        double upgraded = upgrades(OLD_ALGORITHM);
        CompletableFuture<Answer> login =
                CompletableFuture.supplyAsync(
                        () -> slow.api().login(user.email(), user.password()));
        while (hashed(OLD_ALGORITHM) == verified) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        slow.updateUser(user, StoredPassword.pbkdf2(NEW, 1)::addTo);
        Credential replaced = slow.password(user);
        boolean inTime = !login.isDone();
        login.get().assertTokens();
        if (!inTime) {
            return false;
        }
        assertThat(upgrades(OLD_ALGORITHM)).isEqualTo(upgraded);
        assertThat(slow.password(user)).isEqualTo(replaced);
        slow.updateRealm(r -> r.put("passwordPolicy", ""));
        slow.api().login(user.email(), user.password()).assertStatus(401);
        slow.api().login(user.email(), NEW).assertTokens();
        return true;
    }

    /** How many hashes of an algorithm the server has computed. */
    private static double hashed(String algorithm) {
        return TestServer.metrics()
                .sum(
                        "authrealm_password_hashing_time_seconds_count",
                        "algorithm=\"" + algorithm + "\"");
    }
}
