package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A server on which an address is unique among the users of all tenants, and on which a sign-up
 * that names no tenant makes one. Before that it ran with the defaults, by which two tenants may
 * have the same address.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process of its own")
@Order(8)
@OwnServer
class EmailScopeIT {

    private static final String OPTION = "--spi-realm-restapi-extension--v1--";

    /** Longer than a tenant takes on an idle machine. */
    private static final Duration FLOOR = Duration.ofMillis(1500);

    private static final String FOLDER = "email-scope";
    private static final String REPORT = "/authrealm-addresses/clashes";

    private static TestDatabase database;
    private static KeycloakServer server;
    private static Admin admin;
    private static TestRealm acme;
    private static TestRealm globex;

    /** Not opted in. */
    private static TestRealm plain;

    /** Of a user of acme, since before the addresses had to be unique. */
    private static String held;

    /** Of a user of acme and one of globex. */
    private static String disputed;

    @BeforeAll
    static void start() throws IOException {
        boolean isOnPostgres = TestServer.isOnPostgres();
        Path home = isOnPostgres ? Distribution.copyForPostgres(FOLDER) : Distribution.copy(FOLDER);
        database = isOnPostgres ? TestDatabase.start(FOLDER) : null;
        try (KeycloakServer before = start(home, "email-scope=tenant")) {
            Admin then = new Admin(before.baseUrl());
            acme = TestRealm.on(then).withUserNames().create();
            globex = TestRealm.on(then).create();
            plain = TestRealm.on(then).notOptedIn().create();
            held = acme.user().email();
            disputed = acme.user().email();
            globex.user(disputed, TestRealm.PASSWORD, user -> {});
        }
        server =
                start(
                        home,
                        "email-scope=server",
                        "personal-tenants=true",
                        "personal-tenant-floor-ms=" + FLOOR.toMillis(),
                        "tenants-per-address=100");
        admin = new Admin(server.baseUrl());
        acme = TestRealm.existing(acme.name(), admin);
        globex = TestRealm.existing(globex.name(), admin);
        plain = TestRealm.existing(plain.name(), admin);
        awaitThat("the addresses are noted", () -> holders(disputed).size() == 2);
    }

    private static KeycloakServer start(Path home, String... options) {
        KeycloakServer.Builder builder =
                database == null ? TestServer.another(home) : TestServer.another(home, database);
        for (String option : options) {
            builder.option(OPTION + option);
        }
        return builder.optimizeCryptographyOnly().start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.stop();
        }
        if (database != null) {
            database.close();
        }
    }

    private static void awaitThat(String what, BooleanSupplier condition) {
        Await.until(what, Duration.ofSeconds(20), condition);
    }

    /** The realms of an address that the report of clashes has. */
    private static Set<String> holders(String email) {
        Set<String> realms = new TreeSet<>();
        for (JsonNode clash : admin.get("/master" + REPORT)) {
            if (clash.path("email").asText().equals(email)) {
                clash.path("users").forEach(user -> realms.add(user.path("realm").asText()));
            }
        }
        return realms;
    }

    private static Answer signUp(TestRealm realm, String email) {
        return realm.api().signUp(email, TestRealm.PASSWORD);
    }

    private static void assertTaken(TestRealm realm, String email) {
        signUp(realm, email).assertError(422, "unprocessable");
        assertThat(realm.usersWithEmail(email)).as("users of " + realm.name()).isEmpty();
    }

    private static ObjectNode newUser(String email) {
        return Answer.JSON
                .createObjectNode()
                .put("username", "name-" + TestRealm.random())
                .put("email", email)
                .put("enabled", true);
    }

    private static ObjectNode importOf(ObjectNode user) {
        ObjectNode file = Answer.JSON.createObjectNode().put("ifResourceExists", "FAIL");
        file.putArray("users").add(user);
        return file;
    }

    @Test
    void addressesOfTheTimeBeforeAreNotedAndClashesReported() {
        TestRealm initech = TestRealm.on(admin).create();
        assertTaken(globex, held);
        assertTaken(initech, held);
        assertThat(holders(disputed)).containsExactlyInAnyOrder(acme.name(), globex.name());
        assertTaken(initech, disputed);
        for (TestRealm realm : List.of(acme, globex)) {
            realm.api().login(disputed, TestRealm.PASSWORD).assertTokens();
        }
        Admin ofAcme = acme.ownAdmin("realm-admin");
        assertThat(ofAcme.send("GET", acme.path(REPORT), null).status()).isEqualTo(403);
        assertThat(ofAcme.send("GET", "/master" + REPORT, null).status()).isEqualTo(403);
    }

    /** What a stranger, a user and an admin read tells nothing about the other tenants. */
    @Test
    void takenAddressReadsAsInTheTenant() {
        String own = globex.user().email();
        Answer ofOwn = signUp(globex, own);
        for (String email : List.of(held, held.toUpperCase(Locale.ROOT))) {
            Answer elsewhere = signUp(globex, email);
            assertThat(elsewhere.status()).isEqualTo(ofOwn.status());
            assertThat(elsewhere.errorWithoutRequestId()).isEqualTo(ofOwn.errorWithoutRequestId());
        }

        Api operator = globex.asOperator();
        Answer created = operator.post("/v1/users", Map.of("email", own));
        Answer refused = operator.post("/v1/users", Map.of("email", held));
        assertThat(refused.status()).isEqualTo(created.status()).isEqualTo(409);
        assertThat(refused.errorWithoutRequestId()).isEqualTo(created.errorWithoutRequestId());
        Answer bulk =
                operator.post("/v1/users/bulk", Map.of("users", List.of(row(own), row(held))));
        List<JsonNode> errors = TestRealm.list(bulk.json().path("errors"));
        assertThat(errors).as(bulk.toString()).hasSize(2);
        assertThat(errors.get(1).path("code")).isEqualTo(errors.get(0).path("code"));

        SignedIn person = SignedIn.newIn(globex);
        Answer toOwn = person.startChange(own).assertError(409, "verification.email_taken");
        assertThat(person.startChange(held).errorWithoutRequestId())
                .isEqualTo(toOwn.errorWithoutRequestId());
        assertThat(globex.usersWithEmail(held)).isEmpty();
    }

    private static Map<String, String> row(String email) {
        return Map.of("email", email);
    }

    @Test
    void keycloaksOwnDoorsRefuseATakenAddress() {
        assertThat(admin.send("POST", globex.path("/users"), newUser(held)).status())
                .isEqualTo(409);
        assertThat(
                        admin.send("POST", globex.path("/partialImport"), importOf(newUser(held)))
                                .status())
                .isEqualTo(409);
        TestUser user = globex.user();
        ObjectNode changed = (ObjectNode) globex.get("/users/" + user.id());
        changed.put("email", held);
        assertThat(admin.send("PUT", globex.path("/users/" + user.id()), changed).status())
                .isEqualTo(409);
        globex.signIn(user);

        String own = globex.user().email();
        Browser.createClient(globex);
        Browser browser = new Browser(globex);
        assertThat(register(browser, held)).isEqualTo(register(browser, own));
        assertThat(globex.usersWithEmail(held)).isEmpty();

        TestRealm whole = TestRealm.on(admin);
        whole.with(realm -> realm.putArray("users").add(newUser(held)));
        assertThat(admin.send("POST", "", whole.representation()).status()).isEqualTo(409);
        assertThat(admin.send("GET", whole.path(""), null).status()).isEqualTo(404);
    }

    /**
     * What Keycloak's page answers, without what was typed and what belongs to this one request. No
     * user has the name.
     */
    private static String register(Browser browser, String email) {
        Answer answer =
                browser.submit(
                        browser.openRegistrationPage(),
                        Map.of(
                                "username",
                                "name-" + TestRealm.random(),
                                "email",
                                email,
                                "firstName",
                                "Maria",
                                "lastName",
                                "Acme",
                                "password",
                                TestRealm.PASSWORD,
                                "password-confirm",
                                TestRealm.PASSWORD));
        return answer.assertStatus(200)
                .textOfPage()
                .replaceAll("(tab_id|session_code)=[^&\"]*", "")
                .replaceAll("value=\"[^\"]*\"", "");
    }

    /** Keycloak's admin REST API stores what is written, and the API what the DNS has. */
    @Test
    void addressIsTakenInEachOfItsForms() {
        String name = "user-" + TestRealm.random();
        String asPeopleWriteIt = name + "@m\u00fcnchen.test";
        String asTheDnsHasIt = name + "@xn--mnchen-3ya.test";
        acme.user(asPeopleWriteIt, TestRealm.PASSWORD, user -> {});
        assertTaken(globex, asTheDnsHasIt);
        assertTaken(globex, asPeopleWriteIt);
        String other = "user-" + TestRealm.random();
        signUp(acme, other + "@m\u00fcnchen.test").assertTokens(201);
        assertThat(
                        admin.send(
                                        "POST",
                                        globex.path("/users"),
                                        newUser(other + "@m\u00fcnchen.test"))
                                .status())
                .isEqualTo(409);
    }

    @Test
    void realmThatHasNotOptedInIsLeftAlone() {
        plain.user(held, TestRealm.PASSWORD, user -> {});
        String email = plain.user().email();
        signUp(acme, email).assertTokens(201);
    }

    /** The tenants take turns; of all who take one address at a moment, one gets it. */
    @Test
    void signUpsAtOneMomentMakeOneUser() {
        for (int round = 0; round < 5; round++) {
            String email = TestRealm.newEmail();
            List<Answer> answers =
                    Parallel.run(6, 6, i -> signUp(i % 2 == 0 ? acme : globex, email));
            List<Answer> refused = new ArrayList<>(answers);
            refused.removeIf(answer -> answer.status() == 201);
            assertThat(refused).as(email).hasSize(5);
            refused.forEach(answer -> answer.assertError(422, "unprocessable"));
            assertThat(acme.usersWithEmail(email).size() + globex.usersWithEmail(email).size())
                    .isEqualTo(1);
        }
    }

    @Test
    void addressIsFreeOnceItsUserHasAnotherOrIsGoneForGood() {
        TestUser moved = acme.user();
        acme.updateUser(moved, user -> user.put("email", TestRealm.newEmail()));
        signUp(globex, moved.email()).assertTokens(201);

        TestUser without = acme.user();
        acme.updateUser(without, user -> user.put("email", ""));
        signUp(globex, without.email()).assertTokens(201);

        TestUser deleted = acme.user();
        Api operator = acme.asOperator();
        operator.delete("/v1/users/" + deleted.id()).assertStatus(204);
        assertTaken(globex, deleted.email());
        operator.delete("/v1/users/" + deleted.id() + "/purge").assertStatus(204);
        signUp(globex, deleted.email()).assertTokens(201);

        TestUser removed = acme.user();
        acme.delete(removed);
        signUp(globex, removed.email()).assertTokens(201);
        assertTaken(acme, removed.email());
    }

    @Test
    void tenantsThatComeAndGoTakeTheirAddressesAlong() {
        TestRealm late = TestRealm.on(admin).notOptedIn().create();
        TestUser first = acme.user();
        String both = first.email();
        TestUser other = late.user(both, TestRealm.PASSWORD, user -> {});
        String own = late.user().email();
        String settings =
                admin.create(
                        late.path("/components"),
                        Answer.JSON
                                .createObjectNode()
                                .put("name", "authrealm")
                                .put("providerId", "authrealm")
                                .put("providerType", TestRealm.SETTINGS_TYPE));
        awaitThat("the clash is found", () -> holders(both).size() == 2);
        assertTaken(globex, own);
        assertTaken(globex, both);

        // The one user who is left has the address alone.
        late.delete(other);
        assertThat(holders(both)).isEmpty();
        assertTaken(globex, both);
        acme.delete(first);
        signUp(globex, both).assertTokens(201);

        admin.delete(late.path("/components/" + settings));
        signUp(globex, own).assertTokens(201);

        TestRealm gone = TestRealm.on(admin).create();
        TestUser last = gone.user();
        assertTaken(globex, last.email());
        admin.delete(gone.path(""));
        signUp(globex, last.email()).assertTokens(201);
    }

    private static Api root() {
        return new Api(server.baseUrl());
    }

    /** The realms that sign-ups have made. */
    private static List<String> personalRealms() {
        return TestRealm.list(admin.get("")).stream()
                .map(realm -> realm.path("realm").asText())
                .filter(name -> name.matches("t-[a-z0-9]{12}"))
                .toList();
    }

    private static String realmOf(Tokens tokens) {
        String issuer = Jwt.payload(tokens.access()).path("iss").asText();
        return issuer.substring(issuer.lastIndexOf('/') + 1);
    }

    @Test
    void signUpThatNamesNoTenantMakesOne() {
        String email = TestRealm.newEmail();
        Answer answer = root().signUp(email, TestRealm.PASSWORD);
        Tokens tokens = answer.assertTokens(201);
        assertThat(answer.took()).isGreaterThanOrEqualTo(FLOOR);
        String name = realmOf(tokens);
        assertThat(personalRealms()).contains(name);
        TestRealm personal = TestRealm.existing(name, admin);
        assertThat(answer.text("tenant_id")).isEqualTo(personal.get("").path("id").asText());
        assertThat(personal.usersWithEmail(email)).hasSize(1);

        Api owner = root().bearer(tokens);
        owner.get("/v1/auth/me").assertStatus(200);
        owner.post("/v1/users", Map.of("email", TestRealm.newEmail())).assertStatus(201);
        owner.post("/v1/users", Map.of("email", held)).assertError(409, "auth.email_exists");
        Tokens again = root().login(email, TestRealm.PASSWORD).assertTokens();
        assertThat(realmOf(again)).isEqualTo(name);
    }

    @Test
    void refusedSignUpMakesNoTenant() {
        List<String> before = personalRealms();
        Answer taken = root().signUp(held, TestRealm.PASSWORD);
        taken.assertError(422, "unprocessable");
        assertThat(taken.took()).isGreaterThanOrEqualTo(FLOOR);
        root().signUp(disputed, TestRealm.PASSWORD).assertError(422, "unprocessable");
        root().signUp(TestRealm.newEmail(), "password").assertError(422, "auth.password_weak");
        assertThat(personalRealms()).hasSameSizeAs(before);

        Tokens named =
                root().with("X-Tenant", globex.name())
                        .signUp(TestRealm.newEmail(), TestRealm.PASSWORD)
                        .assertTokens(201);
        assertThat(realmOf(named)).isEqualTo(globex.name());
        root().with("X-Tenant", "nobody")
                .signUp(TestRealm.newEmail(), TestRealm.PASSWORD)
                .assertError(403, "auth.self_registration_disabled");
    }

    /** Of several sign-ups with one address at a moment, one gets a tenant. */
    @Test
    void signUpsAtOneMomentMakeOneTenant() {
        String email = TestRealm.newEmail();
        List<Answer> answers = Parallel.run(3, 3, i -> root().signUp(email, TestRealm.PASSWORD));
        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 422, 422);
        long holders =
                personalRealms().stream()
                        .map(name -> TestRealm.existing(name, admin))
                        .filter(realm -> !realm.usersWithEmail(email).isEmpty())
                        .count();
        assertThat(holders).isEqualTo(1);
        assertThat(personalRealms())
                .allSatisfy(
                        name ->
                                assertThat(TestRealm.existing(name, admin).numberOfUsers())
                                        .as(name)
                                        .isPositive());
    }
}
