package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files of users in a realm that also has users in a directory. */
class ImportLdapIT {

    private static final String BCRYPT =
            "$2y$04$kbZDXmr2bf2o7tPPBRhMUOh8dvMUT6mhne6FNSMLDq1j8flAXiMWS";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    @RegisterExtension
    @Order(TestDirectory.AFTER_REALM)
    static final TestDirectory directory = new TestDirectory(realm);

    @Test
    void addressesInTheDirectoryAreRefusedAndOthersAreCreated() throws LDAPException {
        String known = directory.person("password-of-the-directory");
        String email = TestRealm.newEmail();
        UserFile file =
                UserFile.of(
                        "native",
                        UserFile.row(known),
                        UserFile.row(email, row -> row.put("password_hash", BCRYPT)));
        Answer progress = file.importBy(realm.as(realm.admin("manage-users")));
        assertThat(progress.json().path("created").asInt()).isEqualTo(1);
        assertThat(progress.json().path("failed").asInt()).isEqualTo(1);
        realm.api().login(email, TestRealm.PASSWORD).assertTokens();
        realm.api().login(known, "password-of-the-directory").assertTokens();
    }
}
