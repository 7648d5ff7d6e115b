package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users whose password only a directory knows. */
class LdapIT {

    private static final String BASE = "dc=example,dc=test";
    private static final String PEOPLE = "ou=people," + BASE;
    private static final String ADMIN = "cn=admin";
    private static final String ADMIN_PASSWORD = "directory-password";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    private static InMemoryDirectoryServer directory;

    @BeforeAll
    static void startDirectory() throws LDAPException, LDIFException, UnknownHostException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.addAdditionalBindCredentials(ADMIN, ADMIN_PASSWORD);
        // A server in a container comes from outside of this machine's loopback.
        InetAddress address =
                InetAddress.getByName(TestServer.isContainer() ? "0.0.0.0" : "127.0.0.1");
        config.setListenerConfigs(new InMemoryListenerConfig("ldap", address, 0, null, null, null));
        directory = new InMemoryDirectoryServer(config);
        directory.add("dn: " + BASE, "objectClass: domain", "dc: example");
        directory.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
        directory.startListening();

        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("enabled", "true");
        settings.put("priority", "0");
        settings.put("vendor", "other");
        settings.put(
                "connectionUrl",
                "ldap://" + TestServer.hostOfThisProcess() + ":" + directory.getListenPort());
        settings.put("authType", "simple");
        settings.put("bindDn", ADMIN);
        settings.put("bindCredential", ADMIN_PASSWORD);
        settings.put("usersDn", PEOPLE);
        settings.put("userObjectClasses", "inetOrgPerson");
        settings.put("usernameLDAPAttribute", "uid");
        settings.put("rdnLDAPAttribute", "uid");
        settings.put("uuidLDAPAttribute", "entryUUID");
        settings.put("searchScope", "1");
        settings.put("pagination", "false");
        settings.put("editMode", "READ_ONLY");
        settings.put("importEnabled", "true");
        settings.put("cachePolicy", "NO_CACHE");
        Map<String, List<String>> componentConfig = new LinkedHashMap<>();
        settings.forEach((key, value) -> componentConfig.put(key, List.of(value)));
        realm.admin()
                .create(
                        realm.path("/components"),
                        Map.of(
                                "name", "directory",
                                "providerId", "ldap",
                                "providerType", "org.keycloak.storage.UserStorageProvider",
                                "parentId", realm.get("").path("id").asText(),
                                "config", componentConfig));
    }

    @AfterAll
    static void stopDirectory() {
        directory.shutDown(true);
    }

    /** Returns the email of a new person in the directory. */
    private static String person(String password) throws LDAPException, LDIFException {
        String uid = "anna-" + TestRealm.random();
        String email = uid + "@example.test";
        directory.add(
                "dn: uid=" + uid + "," + PEOPLE,
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: Anna",
                "sn: Larsen",
                "mail: " + email,
                "userPassword: " + password);
        return email;
    }

    @Test
    void personSignsInWithTheDirectorysPassword() throws LDAPException, LDIFException {
        String email = person("password-of-the-directory");
        Tokens tokens = realm.api().login(email, "password-of-the-directory").assertTokens();
        JsonNode user = realm.get("/users/" + tokens.userId());
        assertThat(user.path("federationLink").asText()).isNotBlank();
        assertThat(user.path("email").asText()).isEqualTo(email);

        Answer me = realm.api().bearer(tokens).get("/v1/me").assertStatus(200);
        assertThat(me.text("email")).isEqualTo(email);
        assertThat(me.text("display_name")).isEqualTo("Anna Larsen");
        realm.api().refresh(tokens.refresh()).assertTokens();
        assertThat(realm.api().login(email, "password-of-the-directory").assertTokens().userId())
                .isEqualTo(tokens.userId());
    }

    @Test
    void wrongPasswordIsRefusedBeforeAndAfterTheFirstSignIn() throws LDAPException, LDIFException {
        String email = person("password-of-the-directory");
        realm.api().login(email, "wrong").assertError(401, "auth.invalid_credentials");
        realm.api().login(email, "password-of-the-directory").assertTokens();
        realm.api().login(email, "wrong").assertError(401, "auth.invalid_credentials");
    }

    @Test
    void passwordChangedInTheDirectoryHoldsAtOnce() throws LDAPException, LDIFException {
        String email = person("first-password");
        realm.api().login(email, "first-password").assertTokens();
        directory.modify(
                "dn: uid=" + email.substring(0, email.indexOf('@')) + "," + PEOPLE,
                "changetype: modify",
                "replace: userPassword",
                "userPassword: second-password");
        realm.api().login(email, "first-password").assertError(401, "auth.invalid_credentials");
        realm.api().login(email, "second-password").assertTokens();
    }

    @Test
    void wrongGuessesLockThePersonOut() throws LDAPException, LDIFException {
        String email = person("password-of-the-directory");
        for (int i = 0; i < 5; i++) {
            realm.api().login(email, "wrong").assertError(401, "auth.invalid_credentials");
        }
        realm.api()
                .login(email, "password-of-the-directory")
                .assertError(429, "auth.account_locked");
    }

    @Test
    void passwordOfAReadOnlyDirectoryCannotBeChangedHere() throws LDAPException, LDIFException {
        String email = person("password-of-the-directory");
        Tokens tokens = realm.api().login(email, "password-of-the-directory").assertTokens();
        Api api = realm.api().bearer(tokens);
        assertThat(api.get("/v1/auth/password").json().path("has_password").asBoolean()).isTrue();
        api.post(
                        "/v1/auth/password",
                        Map.of(
                                "current_password", "password-of-the-directory",
                                "new_password", "a-new-horse-battery"))
                .assertError(403, "forbidden");
        realm.api().login(email, "password-of-the-directory").assertTokens();
    }

    @Test
    void emailOfTheDirectoryCannotBeSignedUp() throws LDAPException, LDIFException {
        String email = person("password-of-the-directory");
        realm.api().signUp(email, "another-password").assertError(422, "unprocessable");
        realm.api().login(email, "password-of-the-directory").assertTokens();
    }
}
