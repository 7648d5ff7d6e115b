package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users who are imported with the hashes of another system sign in with their old passwords. */
class ImportedHashIT {

    private static final StoredPassword OF_EXTENSION =
            StoredPassword.ofBcryptExtension(
                    "$2y$10$MA.kt0gsroyT6iCackRwpu2ghCw.66tBVmrZanuir0FUqsId.tNee", 10);

    private static final StoredPassword BCRYPT =
            StoredPassword.encoded("$2y$04$kbZDXmr2bf2o7tPPBRhMUOh8dvMUT6mhne6FNSMLDq1j8flAXiMWS");

    private static final List<KnownAnswer> ALL_KINDS = KnownAnswer.ofEachKind();

    /**
     * Otherwise Keycloak's own endpoint refuses a user whose previous sign-in is not recorded yet.
     */
    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().withDefaultHash().with(r -> r.put("bruteForceProtected", false));

    @RegisterExtension
    static final TestRealm importedWithUsers =
            TestRealm.fresh()
                    .withDefaultHash()
                    .with(
                            r -> {
                                ArrayNode users = r.putArray("users");
                                for (int i = 0; i < ALL_KINDS.size(); i++) {
                                    users.add(
                                            StoredPassword.encoded(ALL_KINDS.get(i).encoded())
                                                    .user(email(i)));
                                }
                                users.add(OF_EXTENSION.user(email(ALL_KINDS.size())));
                            });

    @RegisterExtension
    static final TestRealm bcryptByPolicy =
            TestRealm.fresh()
                    .withDefaultHash()
                    .with(r -> r.put("passwordPolicy", "hashAlgorithm(bcrypt)"));

    @RegisterExtension
    static final TestRealm pbkdf2ByPolicy =
            TestRealm.fresh()
                    .withDefaultHash()
                    .with(
                            r ->
                                    r.put(
                                            "passwordPolicy",
                                            "hashAlgorithm(pbkdf2-sha512) and hashIterations(1000)"));

    @BeforeAll
    static void letKeycloaksOwnPagesSignIn() {
        Browser.createClient(realm);
    }

    private static String email(int index) {
        return "imported-" + index + "@example.test";
    }

    static List<KnownAnswer> formats() {
        return KnownAnswer.ofEachFormat();
    }

    private static void assertUpgraded(Credential before, Credential after) {
        assertThat(before)
                .returns(StoredPassword.CREATED, Credential::createdDate)
                .returns(StoredPassword.LABEL, Credential::label);
        assertThat(after).isEqualTo(before.upgradedTo("argon2", Credential.COSTS));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void oldPasswordSignsInAndIsOnArgon2Afterwards(KnownAnswer old) {
        TestUser user = realm.imported(StoredPassword.encoded(old.encoded()), old.password());
        Credential before = realm.password(user);
        assertThat(before.algorithm()).isEqualTo("authrealm-encoded");

        realm.api()
                .login(user.email(), "not-" + user.password())
                .assertError(401, "auth.invalid_credentials");
        assertThat(realm.password(user)).isEqualTo(before);

        realm.signIn(user);
        assertUpgraded(before, realm.password(user));
        realm.signIn(user);
        realm.api()
                .login(user.email(), "not-" + user.password())
                .assertError(401, "auth.invalid_credentials");
    }

    @Test
    void credentialOfTheBcryptExtensionIsVerifiedUnchanged() {
        TestUser user = realm.imported(OF_EXTENSION, TestRealm.PASSWORD);
        Credential before = realm.password(user);
        assertThat(before.algorithm()).isEqualTo("bcrypt");
        realm.api().login(user.email(), "wrong").assertError(401, "auth.invalid_credentials");
        assertThat(realm.password(user)).isEqualTo(before);
        realm.signIn(user);
        assertUpgraded(before, realm.password(user));
        realm.signIn(user);
    }

    @Test
    void usersOfARealmImportSignInWithTheirImportedHashes() {
        assertThat(hashes(importedWithUsers).path("up_to_date").asInt()).isZero();
        List<Answer> answers =
                Parallel.run(
                        ALL_KINDS.size(),
                        2,
                        i -> importedWithUsers.api().login(email(i), ALL_KINDS.get(i).password()));
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).status())
                    .as("%s: %s", ALL_KINDS.get(i), answers.get(i))
                    .isEqualTo(200);
        }
        importedWithUsers.api().login(email(ALL_KINDS.size()), TestRealm.PASSWORD).assertTokens();

        JsonNode hashes = hashes(importedWithUsers);
        assertThat(hashes.path("total").asInt()).isEqualTo(ALL_KINDS.size() + 1);
        assertThat(hashes.path("up_to_date").asInt()).isEqualTo(ALL_KINDS.size() + 1);
    }

    private static JsonNode hashes(TestRealm realm) {
        return realm.get("/authrealm-passwords/hashes");
    }

    @Test
    void realmWhosePolicyNamesBcryptGetsArgon2() {
        for (StoredPassword stored : List.of(BCRYPT, OF_EXTENSION)) {
            TestUser user = bcryptByPolicy.imported(stored, TestRealm.PASSWORD);
            Credential before = bcryptByPolicy.password(user);
            bcryptByPolicy.signIn(user);
            assertUpgraded(before, bcryptByPolicy.password(user));
            bcryptByPolicy.signIn(user);
        }
        assertThat(bcryptByPolicy.password(bcryptByPolicy.user()).algorithm()).isEqualTo("argon2");
    }

    @Test
    void realmWhosePolicyNamesPbkdf2GetsPbkdf2() {
        for (StoredPassword stored : List.of(BCRYPT, OF_EXTENSION, StoredPassword.UP_TO_DATE)) {
            TestUser user = pbkdf2ByPolicy.imported(stored, TestRealm.PASSWORD);
            Credential before = pbkdf2ByPolicy.password(user);
            pbkdf2ByPolicy.signIn(user);
            assertThat(pbkdf2ByPolicy.password(user))
                    .isEqualTo(before.upgradedTo("pbkdf2-sha512", "1000"));
            pbkdf2ByPolicy.signIn(user);
        }
    }

    @PrivateApi
    @Test
    void keycloaksOwnLoginPageSignsInAndUpgrades() {
        TestUser user = realm.imported(BCRYPT, TestRealm.PASSWORD);
        Credential before = realm.password(user);
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.email(), "wrong").assertStatus(200);
        assertThat(page.body()).contains("Invalid username or password");
        assertThat(realm.password(user)).isEqualTo(before);

        Answer redirect = browser.submit(page, user.email(), user.password());

        assertThat(Jwt.payload(Browser.tokenFor(realm, redirect)).path("sub").asText())
                .isEqualTo(user.id());
        assertUpgraded(before, realm.password(user));
        realm.signIn(user);
    }

    @PrivateApi
    @Test
    void passwordGrantSignsInAndUpgrades() {
        TestUser user = realm.imported(BCRYPT, TestRealm.PASSWORD);
        Credential before = realm.password(user);
        assertThat(Browser.directGrant(realm, user.email(), "wrong").text("error"))
                .isEqualTo("invalid_grant");
        assertThat(realm.password(user)).isEqualTo(before);
        Browser.directGrant(realm, user.email(), user.password()).assertStatus(200);
        assertUpgraded(before, realm.password(user));
    }
}
