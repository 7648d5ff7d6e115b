package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A realm for one test class, made from the tenant template before its first test and closed after
 * its last. All limiters are off unless the class switches one on, and no answer takes longer than
 * it has to.
 *
 * <pre>{@code @RegisterExtension static final TestRealm realm = TestRealm.fresh();}</pre>
 */
final class TestRealm implements BeforeAllCallback, AfterAllCallback {

    static final String PASSWORD = "correct-horse-battery";
    static final String CLIENT = "authrealm-api";

    static final String SETTINGS_TYPE = "io.authrealm.api.tenant.TenantSettingsProvider";

    /** What the names of realms begin with that no other class asks for. */
    private static final String FRESH = "t-";

    private static final String TEMPLATE_NAME = "tenant-template";

    /** The settings that 0 switches off. */
    private static final List<String> LIMITERS =
            List.of(
                    "ip_rate",
                    "user_rate",
                    "key_rate",
                    "tenant_rate",
                    "sensitive_rate",
                    "mails_per_recipient",
                    "sms_per_number",
                    "sms_per_user",
                    "sms_per_address",
                    "sms_per_realm",
                    "parent_sign_ins_per_minute",
                    "parent_link_pause_seconds");

    private static final List<String> MINIMUM_TIMES =
            List.of("sign_in_refusal_floor_ms", "signup_floor_ms", "recovery_floor_ms");

    /** The usual algorithm at hardly any cost: most tests are not about the hash. */
    static final String QUICK_HASH = "authrealm-argon2(m=64,t=1,p=1)";

    /**
     * A client whose service account is an admin of the realm. The administrator of the server has
     * roles in all realms, and Keycloak collects them anew for each request.
     */
    private static final String HELPER = "suite-helper";

    /** The client of the realm that has this one as its identity provider. */
    private static final String BROKER = "the-realm";

    private static final String HELPER_SECRET = "of no use outside of the tests";

    /**
     * The client scopes that the tests' tokens need. Keycloak gives each of its default ones to
     * each client of a new realm, which takes longer than all the rest.
     */
    private static final List<String> SCOPES =
            List.of("acr", "basic", "email", "profile", "roles", "web-origins");

    private static final String OPTIONAL_SCOPE = "offline_access";

    private final String name;
    private final Supplier<Admin> server;
    private Admin helper;
    private final ObjectNode representation;

    private TestRealm(String name, Supplier<Admin> server) {
        this.name = name;
        this.server = server;
        this.representation = template(name);
        for (String limiter : LIMITERS) {
            setting(limiter, "0");
        }
        for (String minimumTime : MINIMUM_TIMES) {
            setting(minimumTime, "0");
        }
        // Those of the tests are on this machine.
        setting("private_clients", "true");
        if (!Soak.ON) {
            representation.put("passwordPolicy", usualPolicy() + " and " + QUICK_HASH);
        }
    }

    private String usualPolicy() {
        return template(name).path("passwordPolicy").asText();
    }

    static TestRealm fresh() {
        return named(FRESH + random());
    }

    static TestRealm named(String name) {
        return new TestRealm(name, TestServer::admin);
    }

    /** On a server that belongs to the test; the test calls {@link #create()}. */
    static TestRealm on(Admin admin) {
        return new TestRealm(FRESH + random(), () -> admin);
    }

    /** A realm that another server has left in the database of this one. */
    static TestRealm existing(String name, Admin admin) {
        return new TestRealm(name, () -> admin);
    }

    /** Before creation: sets one of the pack's settings; no value means the default. */
    TestRealm setting(String key, String... values) {
        ObjectNode config =
                (ObjectNode)
                        representation
                                .path("components")
                                .path(SETTINGS_TYPE)
                                .path(0)
                                .path("config");
        if (values.length == 0) {
            config.remove(key);
        } else {
            ArrayNode list = config.putArray(key);
            List.of(values).forEach(list::add);
        }
        return this;
    }

    /** Before creation: all limits have their defaults. */
    TestRealm withDefaultLimits() {
        for (String limiter : LIMITERS) {
            setting(limiter);
        }
        return this;
    }

    /** Before creation: a password's hash costs what it costs by default. */
    TestRealm withDefaultHash() {
        representation.put("passwordPolicy", usualPolicy());
        return this;
    }

    /** Before creation: all minimum response times have their defaults. */
    TestRealm withDefaultMinimumTimes() {
        for (String minimumTime : MINIMUM_TIMES) {
            setting(minimumTime);
        }
        return this;
    }

    /** Before creation: changes the realm's representation. */
    TestRealm with(Consumer<ObjectNode> change) {
        change.accept(representation);
        return this;
    }

    /** Before creation: users can have names that are not their addresses. */
    TestRealm withUserNames() {
        return with(r -> r.put("registrationEmailAsUsername", false));
    }

    /** Before creation: adds an identity provider that no user can reach. */
    TestRealm withIdentityProvider(String alias) {
        representation
                .putArray("identityProviders")
                .addObject()
                .put("alias", alias)
                .put("providerId", "oidc")
                .put("enabled", true)
                .putObject("config")
                .put("authorizationUrl", "https://idp.example.test/authorize")
                .put("tokenUrl", "https://idp.example.test/token")
                .put("clientId", "this-realm")
                .put("clientSecret", "of no use");
        return this;
    }

    /** Before creation: adds an identity provider, which is another realm of the server. */
    TestRealm withIdentityProvider(String alias, TestRealm provider) {
        String openId = provider.url() + "/protocol/openid-connect/";
        representation
                .putArray("identityProviders")
                .addObject()
                .put("alias", alias)
                .put("providerId", "oidc")
                .put("enabled", true)
                .put("trustEmail", true)
                .putObject("config")
                .put("issuer", provider.url())
                .put("authorizationUrl", openId + "auth")
                .put("tokenUrl", openId + "token")
                .put("jwksUrl", openId + "certs")
                .put("useJwksUrl", "true")
                .put("validateSignature", "true")
                .put("defaultScope", "openid email profile")
                .put("clientAuthMethod", "client_secret_post")
                .put("clientId", BROKER)
                .put("clientSecret", HELPER_SECRET);
        return this;
    }

    /** Lets another realm, which has this one as its identity provider, sign in users of it. */
    void isIdentityProviderOf(TestRealm other, String alias) {
        createClient(
                client ->
                        client.put("clientId", BROKER)
                                .put("publicClient", false)
                                .put("secret", HELPER_SECRET)
                                .put("standardFlowEnabled", true)
                                .putArray("redirectUris")
                                .add(other.url() + "/broker/" + alias + "/endpoint*"));
    }

    /** Before creation: an ordinary realm, for which the pack is not switched on. */
    TestRealm notOptedIn() {
        ((ObjectNode) representation.path("components")).remove(SETTINGS_TYPE);
        return this;
    }

    /** Switches the pack on in a realm that was created without it. */
    void optIn() {
        admin().post(
                        path("/components"),
                        Map.of(
                                "name",
                                "authrealm",
                                "providerId",
                                "authrealm",
                                "providerType",
                                SETTINGS_TYPE,
                                "config",
                                Map.of("ip_rate", List.of("0"))));
    }

    /** The representation from which the realm is created. */
    ObjectNode representation() {
        return representation;
    }

    TestRealm create() {
        ObjectNode realm = withHelper(representation.deepCopy());
        admin().create("", Soak.ON ? realm : withFewScopes(realm));
        helper = Admin.ofClient(name, HELPER, HELPER_SECRET, admin());
        boolean isOpen =
                representation.path("enabled").asBoolean(true)
                        && !representation.path("sslRequired").asText().equals("all");
        if (isOpen) {
            helper.requireToken();
        }
        return this;
    }

    private static ObjectNode withHelper(ObjectNode realm) {
        realm.withArray("clients")
                .addObject()
                .put("clientId", HELPER)
                .put("secret", HELPER_SECRET)
                .put("publicClient", false)
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("fullScopeAllowed", true)
                .putObject("attributes")
                .put("client.use.lightweight.access.token.enabled", "false")
                // Its tokens are only for this server, which verifies this kind fastest.
                .put("access.token.signed.response.alg", "HS512");
        ObjectNode account = realm.withArray("users").addObject();
        account.put("username", "service-account-" + HELPER)
                .put("enabled", true)
                .put("serviceAccountClientId", HELPER)
                .putObject("clientRoles")
                .putArray("realm-management")
                .add("realm-admin");
        return realm;
    }

    /** With copies of those that the realm {@code master} has by default. */
    private ObjectNode withFewScopes(ObjectNode realm) {
        ArrayNode scopes = realm.putArray("clientScopes");
        for (JsonNode scope : admin().get("/master/client-scopes")) {
            String scopeName = scope.path("name").asText();
            if (SCOPES.contains(scopeName) || scopeName.equals(OPTIONAL_SCOPE)) {
                ((ObjectNode) scope).remove("id");
                scope.path("protocolMappers").forEach(mapper -> ((ObjectNode) mapper).remove("id"));
                scopes.add(scope);
            }
        }
        ArrayNode byDefault = realm.putArray("defaultDefaultClientScopes");
        SCOPES.forEach(byDefault::add);
        realm.putArray("defaultOptionalClientScopes").add(OPTIONAL_SCOPE);
        return realm;
    }

    /** Makes users and reads them; the administrator of the server if there is no helper. */
    private Admin helper() {
        return helper == null ? admin() : helper;
    }

    private boolean isFresh() {
        return name.startsWith(FRESH);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Turns.awaitServer(context);
        if (!isFresh()) {
            Turns.awaitRealm(context, name);
        }
        create();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isFresh()) {
            close();
        } else {
            admin().delete(path(""));
        }
    }

    /** To delete a realm takes Keycloak longer than most tests, and the server ends soon. */
    void close() {
        for (JsonNode component : list(get("/components?type=" + SETTINGS_TYPE))) {
            admin().delete(path("/components/" + component.path("id").asText()));
        }
        admin().put(path(""), Map.of("enabled", false));
    }

    String name() {
        return name;
    }

    /** The id of the tenant, which is that of the realm unless the operator has chosen another. */
    String tenantId() {
        return get("").path("id").asText();
    }

    /** The API below the realm's own path. */
    Api api() {
        return new Api(url());
    }

    /** {@code .../realms/<name>}, which is also the issuer of the realm's tokens. */
    String url() {
        return admin().url() + "/realms/" + name;
    }

    Admin admin() {
        return server.get();
    }

    /** A path of the admin API below this realm. */
    String path(String rest) {
        return "/" + name + rest;
    }

    JsonNode get(String rest) {
        return helper().get(path(rest));
    }

    JsonNode post(String rest, Object body) {
        return helper().post(path(rest), body);
    }

    /** Waits until the origin root knows this realm; a new realm may take some seconds. */
    void awaitAtRoot() {
        String key = api().get("/v1/.well-known/jwks.json").assertStatus(200).text("keys.0.kid");
        Await.until(
                "the root knows realm " + name,
                Duration.ofSeconds(15),
                () -> TestServer.root().get("/.well-known/jwks.json").body().contains(key));
    }

    // Users

    static String newEmail() {
        return "user-" + random() + "@example.test";
    }

    /** A user with the password {@link #PASSWORD}. */
    TestUser user() {
        return user(representation -> {});
    }

    TestUser user(Consumer<ObjectNode> change) {
        return user(newEmail(), PASSWORD, change);
    }

    /** A user; without a password if {@code password} is null. */
    TestUser user(String email, String password, Consumer<ObjectNode> change) {
        ObjectNode user = Answer.JSON.createObjectNode();
        user.put("username", email).put("email", email).put("enabled", true);
        user.put("emailVerified", true);
        ArrayNode credentials = user.putArray("credentials");
        if (password != null) {
            credentials
                    .addObject()
                    .put("type", "password")
                    .put("value", password)
                    .put("temporary", false);
        }
        change.accept(user);
        return new TestUser(helper().create(path("/users"), user), email, password);
    }

    /** A user with these roles of the client {@code realm-management}. */
    TestUser admin(String... roles) {
        TestUser user = user();
        giveAdminRoles(user, roles);
        return user;
    }

    void giveAdminRoles(TestUser user, String... roles) {
        helper().post(path(adminRolesOf(user)), adminRoles(roles));
    }

    /** Keycloak's admin REST API as a user of this realm with these admin roles. */
    Admin ownAdmin(String... roles) {
        TestUser user = admin(roles);
        return new Admin(admin().url(), name, user.email(), user.password());
    }

    void takeAdminRoles(TestUser user, String... roles) {
        helper().delete(path(adminRolesOf(user)), adminRoles(roles));
    }

    private String adminRolesOf(TestUser user) {
        return "/users/" + user.id() + "/role-mappings/clients/" + realmManagement();
    }

    private ArrayNode adminRoles(String... roles) {
        ArrayNode found = Answer.JSON.createArrayNode();
        for (String role : roles) {
            found.add(get("/clients/" + realmManagement() + "/roles/" + role));
        }
        return found;
    }

    private String realmManagement() {
        return get("/clients?clientId=realm-management").get(0).path("id").asText();
    }

    /** The API with the token of {@code user}. */
    Api as(TestUser user) {
        return api().bearer(signIn(user));
    }

    /** The API with the token of the server's administrator. */
    Api asOperator() {
        return api().bearer(admin().token());
    }

    /** A user who also has an authenticator app with {@code secret}. */
    TestUser userWithTotp(String secret) {
        return user(user -> SecondFactors.addTotp(user, secret));
    }

    /** A user whose password was hashed by another system. */
    TestUser imported(StoredPassword stored, String password) {
        TestUser user = user(newEmail(), null, stored::addTo);
        return new TestUser(user.id(), user.email(), password);
    }

    /** The user's credentials of this type. */
    List<Credential> credentials(TestUser user, String type) {
        return list(get("/users/" + user.id() + "/credentials")).stream()
                .map(Credential::of)
                .filter(credential -> credential.type().equals(type))
                .toList();
    }

    /** The user's only password. */
    Credential password(TestUser user) {
        List<Credential> passwords = credentials(user, "password");
        if (passwords.size() != 1) {
            throw new AssertionError("not one password: " + passwords);
        }
        return passwords.get(0);
    }

    void updateUser(TestUser user, Consumer<ObjectNode> change) {
        String path = path("/users/" + user.id());
        ObjectNode representation = (ObjectNode) helper().get(path);
        change.accept(representation);
        helper().put(path, representation);
    }

    /** Sets a password as the admin console does. */
    void setPassword(TestUser user, String password) {
        helper().put(
                        path("/users/" + user.id() + "/reset-password"),
                        Map.of("type", "password", "value", password));
    }

    void disable(TestUser user) {
        updateUser(user, representation -> representation.put("enabled", false));
    }

    void delete(TestUser user) {
        helper().delete(path("/users/" + user.id()));
    }

    void removePassword(TestUser user) {
        for (JsonNode credential : get("/users/" + user.id() + "/credentials")) {
            if (credential.path("type").asText().equals("password")) {
                helper().delete(
                                path(
                                        "/users/"
                                                + user.id()
                                                + "/credentials/"
                                                + credential.path("id").asText()));
            }
        }
    }

    List<JsonNode> usersWithEmail(String email) {
        return list(get("/users?exact=true&email=" + Admin.encoded(email)));
    }

    int numberOfUsers() {
        return get("/users/count").asInt();
    }

    Tokens signIn(TestUser user) {
        return api().login(user.email(), user.password()).assertTokens();
    }

    /** The ids of the user's sessions, as the admin console shows them. */
    List<String> sessionIds(TestUser user) {
        return list(get("/users/" + user.id() + "/sessions")).stream()
                .map(session -> session.path("id").asText())
                .toList();
    }

    // Lockout and events

    JsonNode loginFailures(TestUser user) {
        return get("/attack-detection/brute-force/users/" + user.id());
    }

    void forgetLoginFailures(TestUser user) {
        helper().delete(path("/attack-detection/brute-force/users/" + user.id()));
    }

    /** All events of users. */
    Events events() {
        return eventsAt("/events?max=10000");
    }

    Events events(String type) {
        return eventsAt("/events?max=10000&type=" + type);
    }

    Events events(String type, TestUser user) {
        return eventsAt("/events?max=10000&type=" + type + "&user=" + user.id());
    }

    /** Without the sign-ins of the helper. */
    private Events eventsAt(String path) {
        return new Events(
                list(get(path)).stream()
                        .filter(event -> !event.path("clientId").asText().equals(HELPER))
                        .toList());
    }

    /** Waits for an event that Keycloak records after the answer. */
    Events awaitEvents(String type, TestUser user) {
        Await.until(
                type + " of " + user.email(),
                Duration.ofSeconds(15),
                () -> !events(type, user).list().isEmpty());
        return events(type, user);
    }

    /** All events of admins. */
    Events adminEvents() {
        return Events.of(get("/admin-events?max=10000"));
    }

    /** The events of admins about resources such as {@code users*}. */
    Events adminEvents(String resourcePath) {
        return Events.of(get("/admin-events?max=10000&resourcePath=" + resourcePath));
    }

    // Configuration of a realm that exists

    void updateRealm(Consumer<ObjectNode> change) {
        ObjectNode realm = (ObjectNode) get("");
        change.accept(realm);
        admin().put(path(""), realm);
    }

    /** Changes the pack's settings; a key without values returns to its default. */
    void updateSettings(Map<String, List<String>> changes) {
        Answer answer = updateSettings(admin(), changes);
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException(changes.keySet() + ": " + answer);
        }
    }

    /** The same as another admin, in the way of the console: with all the settings that stay. */
    Answer updateSettings(Admin as, Map<String, List<String>> changes) {
        ObjectNode component = settings();
        ObjectNode config = (ObjectNode) component.path("config");
        changes.forEach(
                (key, values) -> {
                    ArrayNode list = config.putArray(key);
                    values.forEach(list::add);
                });
        return as.send("PUT", path("/components/" + component.path("id").asText()), component);
    }

    /** The component with the pack's settings; null if the realm has not opted in. */
    ObjectNode settings() {
        return (ObjectNode) get("/components?type=" + SETTINGS_TYPE).get(0);
    }

    /** Changes an attribute of the realm's user profile. */
    void updateProfile(String attribute, Consumer<ObjectNode> change) {
        JsonNode profile = get("/users/profile");
        for (JsonNode each : profile.path("attributes")) {
            if (each.path("name").asText().equals(attribute)) {
                change.accept((ObjectNode) each);
            }
        }
        helper().put(path("/users/profile"), profile);
    }

    String createClient(Consumer<ObjectNode> change) {
        ObjectNode client = Answer.JSON.createObjectNode();
        client.put("protocol", "openid-connect").put("enabled", true).put("publicClient", true);
        change.accept(client);
        return admin().create(path("/clients"), client);
    }

    void updateClient(String clientId, Consumer<ObjectNode> change) {
        ObjectNode client = (ObjectNode) get("/clients?clientId=" + clientId).get(0);
        change.accept(client);
        admin().put(path("/clients/" + client.path("id").asText()), client);
    }

    /**
     * Makes the API client sign its users in through a flow; through the realm's own if it is null.
     */
    void bindFlow(String alias) {
        String flow = alias == null ? "" : flowId(alias);
        updateClient(
                CLIENT,
                client ->
                        ((ObjectNode) client.path("authenticationFlowBindingOverrides"))
                                .put("browser", flow));
    }

    String flowId(String alias) {
        for (JsonNode flow : get("/authentication/flows")) {
            if (flow.path("alias").asText().equals(alias)) {
                return flow.path("id").asText();
            }
        }
        throw new IllegalStateException("no flow " + alias);
    }

    /** Changes the requirement of the steps of a flow, to {@code ALTERNATIVE} for example. */
    void setRequirement(String flow, String step, String requirement) {
        String executions = "/authentication/flows/" + Admin.encoded(flow) + "/executions";
        for (JsonNode execution : get(executions)) {
            if (execution.path("providerId").asText().equals(step)) {
                ((ObjectNode) execution).put("requirement", requirement);
                admin().put(path(executions), execution);
            }
        }
    }

    /**
     * Copies a flow and replaces steps by one other, which becomes the first step of {@code
     * parent}. Returns the id of the execution of that step.
     */
    String copyFlow(
            String original, String copy, String parent, String step, List<String> without) {
        String flows = "/authentication/flows/";
        admin().create(path(flows + Admin.encoded(original) + "/copy"), Map.of("newName", copy));
        String executions = flows + Admin.encoded(copy) + "/executions";
        for (JsonNode execution : get(executions)) {
            if (without.contains(execution.path("providerId").asText())) {
                admin().delete(path("/authentication/executions/" + execution.path("id").asText()));
            }
        }
        String id =
                admin().create(
                                path(flows + Admin.encoded(parent) + "/executions/execution"),
                                Map.of("provider", step));
        int index = 0;
        for (JsonNode execution : get(executions)) {
            if (execution.path("id").asText().equals(id)) {
                index = execution.path("index").asInt();
                ((ObjectNode) execution).put("requirement", "REQUIRED");
                admin().put(path(executions), execution);
            }
        }
        for (; index > 0; index--) {
            admin().create(path("/authentication/executions/" + id + "/raise-priority"), Map.of());
        }
        return id;
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static ObjectNode template(String name) {
        Path file = Path.of(System.getProperty("authrealm.test.template"));
        try {
            String text = Files.readString(file).replace(TEMPLATE_NAME, name);
            return (ObjectNode) Answer.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String random() {
        byte[] bytes = new byte[5];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
