package io.authrealm.suite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An LDAP directory from which a realm imports users at sign-in. It starts before the first test of
 * a class, after the realm's creation, and stops after the last.
 *
 * <pre>{@code
 * @RegisterExtension
 * @Order(TestDirectory.AFTER_REALM)
 * static final TestDirectory directory = new TestDirectory(realm);
 * }</pre>
 *
 * A realm can also look users up without importing them:
 *
 * <pre>{@code
 * @RegisterExtension static final TestDirectory directory = TestDirectory.withoutImport();
 *
 * @RegisterExtension
 * static final TestRealm realm = TestRealm.fresh().with(directory::lookUpIn);
 * }</pre>
 */
final class TestDirectory implements BeforeAllCallback, AfterAllCallback {

    static final int AFTER_REALM = Order.DEFAULT + 1;

    private static final String BASE = "dc=example,dc=test";
    private static final String PEOPLE = "ou=people," + BASE;
    private static final String ADMIN = "cn=admin";
    private static final String STORAGE = "org.keycloak.storage.UserStorageProvider";
    private static final String MAPPER = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper";
    private static final String ADMIN_PASSWORD = "directory-password";

    /** The attributes of a user, and those of a person in the directory. */
    private static final Map<String, String> ATTRIBUTES =
            Map.of("username", "uid", "firstName", "cn", "lastName", "sn", "email", "mail");

    private final TestRealm realm;
    private InMemoryDirectoryServer server;
    private String componentId;

    TestDirectory(TestRealm realm) {
        this.realm = realm;
    }

    /** It starts at once, because the realm's creation needs its address. */
    static TestDirectory withoutImport() {
        TestDirectory directory = new TestDirectory(null);
        try {
            directory.start();
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
        directory.componentId = UUID.randomUUID().toString();
        return directory;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws LDAPException {
        if (realm != null) {
            start();
            componentId = connect();
        }
    }

    private void start() throws LDAPException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.addAdditionalBindCredentials(ADMIN, ADMIN_PASSWORD);
        config.setListenerConfigs(
                new InMemoryListenerConfig("ldap", listenAddress(), 0, null, null, null));
        server = new InMemoryDirectoryServer(config);
        server.add(
                new Entry(
                        BASE,
                        new Attribute("objectClass", "domain"),
                        new Attribute("dc", "example")));
        server.add(
                new Entry(
                        PEOPLE,
                        new Attribute("objectClass", "organizationalUnit"),
                        new Attribute("ou", "people")));
        server.startListening();
    }

    /** A server in a container connects from outside of this machine's loopback. */
    private static InetAddress listenAddress() {
        try {
            return InetAddress.getByName(TestServer.isContainer() ? "0.0.0.0" : "127.0.0.1");
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private String connect() {
        return realm.admin()
                .create(
                        realm.path("/components"),
                        Map.of(
                                "name",
                                "directory",
                                "providerId",
                                "ldap",
                                "providerType",
                                STORAGE,
                                "parentId",
                                realm.get("").path("id").asText(),
                                "config",
                                config(true)));
    }

    /** Before the creation of a realm: it asks the directory for users at each request. */
    void lookUpIn(ObjectNode realm) {
        ObjectNode directory = realm.withObject("/components").withArray(STORAGE).addObject();
        directory
                .put("id", componentId)
                .put("name", "directory")
                .put("providerId", "ldap")
                .set("config", Answer.JSON.valueToTree(config(false)));
        ArrayNode mappers = directory.withObject("/subComponents").withArray(MAPPER);
        ATTRIBUTES.forEach(
                (ofUser, ofPerson) ->
                        mappers.addObject()
                                .put("name", ofUser)
                                .put("providerId", "user-attribute-ldap-mapper")
                                .set(
                                        "config",
                                        Answer.JSON.valueToTree(
                                                Map.of(
                                                        "user.model.attribute", List.of(ofUser),
                                                        "ldap.attribute", List.of(ofPerson),
                                                        "read.only", List.of("true")))));
    }

    /** The id that a realm has for a user whom it does not import. */
    String idOf(String email) {
        return "f:" + componentId + ":" + uid(email);
    }

    private Map<String, List<String>> config(boolean isImported) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("enabled", "true");
        settings.put("priority", "0");
        settings.put("vendor", "other");
        settings.put(
                "connectionUrl",
                "ldap://" + TestServer.hostOfThisProcess() + ":" + server.getListenPort());
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
        settings.put("importEnabled", String.valueOf(isImported));
        settings.put("cachePolicy", "NO_CACHE");
        Map<String, List<String>> componentConfig = new LinkedHashMap<>();
        settings.forEach((key, value) -> componentConfig.put(key, List.of(value)));
        return componentConfig;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.shutDown(true);
    }

    /** Returns the email of a new person in the directory. */
    String person(String password) throws LDAPException {
        String uid = "anna-" + TestRealm.random();
        String email = uid + "@example.test";
        server.add(
                new Entry(
                        dn(uid),
                        new Attribute("objectClass", "inetOrgPerson"),
                        new Attribute("uid", uid),
                        new Attribute("cn", "Anna"),
                        new Attribute("sn", "Larsen"),
                        new Attribute("mail", email),
                        new Attribute("userPassword", password)));
        return email;
    }

    void changePassword(String email, String password) throws LDAPException {
        server.modify(
                dn(uid(email)),
                new Modification(ModificationType.REPLACE, "userPassword", password));
    }

    /** Gives the user another name for signing in; the address stays. */
    void rename(String email, String uid) throws LDAPException {
        server.modifyDN(dn(uid(email)), "uid=" + uid, true);
    }

    boolean has(String email) throws LDAPException {
        return server.entryExists(dn(uid(email)));
    }

    /** Makes the realm import all users anew. */
    void syncAll() {
        realm.admin()
                .create(
                        realm.path("/user-storage/" + componentId + "/sync?action=triggerFullSync"),
                        Map.of());
    }

    private static String uid(String email) {
        return email.substring(0, email.indexOf('@'));
    }

    private static String dn(String uid) {
        return "uid=" + uid + "," + PEOPLE;
    }
}
