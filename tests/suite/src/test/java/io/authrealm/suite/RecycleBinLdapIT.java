package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deleted users who exist in a directory, which enables them at each import. */
class RecycleBinLdapIT {

    private static final String PASSWORD = "password-of-the-directory";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @RegisterExtension
    @Order(TestDirectory.AFTER_REALM)
    static final TestDirectory directory = new TestDirectory(realm);

    @BeforeAll
    static void createClient() {
        Browser.createClient(realm);
    }

    private static void assertIsOut(String name, String id) {
        realm.api().login(name, PASSWORD).assertError(401, "auth.invalid_credentials");
        assertThat(Browser.directGrant(realm, name, PASSWORD).status()).isIn(400, 401);
        assertThat(realm.get("/users/" + id).path("enabled").asBoolean()).isFalse();
        assertThat(realm.get("/users?max=1000").toString()).doesNotContain(id);
    }

    @PrivateApi
    @Test
    void directoryDoesNotBringADeletedUserBack() throws LDAPException {
        String email = directory.person(PASSWORD);
        String id = realm.api().login(email, PASSWORD).assertTokens().userId();

        realm.asOperator().delete("/v1/users/" + id).assertStatus(204);

        assertThat(directory.has(email)).isTrue();
        assertIsOut(email, id);
        directory.syncAll();
        assertIsOut(email, id);
        realm.api().signUp(email, PASSWORD).assertError(422, "unprocessable");

        realm.asOperator().post("/v1/users/" + id + "/restore").assertStatus(200);

        assertThat(realm.api().login(email, PASSWORD).assertTokens().userId()).isEqualTo(id);
    }

    /** They would be imported again at the next sign-in. */
    @Test
    void userOfAReadOnlyDirectoryIsNotPurged() throws LDAPException {
        String email = directory.person(PASSWORD);
        String id = realm.api().login(email, PASSWORD).assertTokens().userId();
        realm.asOperator().delete("/v1/users/" + id).assertStatus(204);
        realm.asOperator().delete("/v1/users/" + id + "/purge").assertError(403, "forbidden");
        assertIsOut(email, id);
    }

    @Test
    void renamedUserInTheDirectoryStaysDeleted() throws LDAPException {
        String email = directory.person(PASSWORD);
        String id = realm.api().login(email, PASSWORD).assertTokens().userId();
        realm.asOperator().delete("/v1/users/" + id).assertStatus(204);

        String name = "renamed-" + TestRealm.random();
        directory.rename(email, name);
        directory.syncAll();

        assertIsOut(email, id);
        assertThat(Browser.directGrant(realm, name, PASSWORD).status()).isIn(400, 401);
        assertThat(realm.get("/users?max=1000").toString()).doesNotContain(email);
    }
}
