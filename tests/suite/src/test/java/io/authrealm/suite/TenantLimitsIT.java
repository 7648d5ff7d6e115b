package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * The limits of a server on which a sign-up makes a tenant. Each tenant that a test makes counts
 * for the tests after it.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process of its own")
@Order(8)
@OwnServer
@TestMethodOrder(OrderAnnotation.class)
class TenantLimitsIT {

    private static final String OPTION = "--spi-realm-restapi-extension--v1--";
    private static final String FOLDER = "tenant-limits";

    private static final int PER_ADDRESS = 4;
    private static final int MOST = 13;
    private static final int FLOOD = 1000;

    private static TestDatabase database;
    private static KeycloakServer server;
    private static Admin admin;

    /** The default tenant. The API has not made it. */
    private static TestRealm acme;

    @BeforeAll
    static void start() throws IOException {
        boolean isOnPostgres = TestServer.isOnPostgres();
        Path home = isOnPostgres ? Distribution.copyForPostgres(FOLDER) : Distribution.copy(FOLDER);
        database = isOnPostgres ? TestDatabase.start(FOLDER) : null;
        Path files = Files.createDirectories(home.resolveSibling("realms"));
        Files.writeString(
                files.resolve("acme.json"), TestRealm.named("acme").representation().toString());
        server =
                (isOnPostgres ? TestServer.another(home, database) : TestServer.another(home))
                        .importRealms(files)
                        .option(OPTION + "default-tenant=acme")
                        .option(OPTION + "email-scope=server")
                        .option(OPTION + "personal-tenants=true")
                        .option(OPTION + "personal-tenant-floor-ms=1")
                        .option(OPTION + "tenant-creation=operators")
                        .option(OPTION + "tenants-per-address=" + PER_ADDRESS)
                        .option(OPTION + "most-tenants=" + MOST)
                        .option("--proxy-headers=xforwarded")
                        .optimizeCryptographyOnly()
                        .start();
        admin = new Admin(server.baseUrl());
        acme = TestRealm.existing("acme", admin);
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

    /** A sign-up and its answer. */
    private record SignUp(String email, Answer answer) {

        static SignUp from(String address) {
            String email = TestRealm.newEmail();
            return new SignUp(email, root(address).signUp(email, TestRealm.PASSWORD));
        }

        boolean isMade() {
            return answer.status() == 201;
        }
    }

    private static Api root(String address) {
        return new Api(server.baseUrl())
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-For", address);
    }

    private static List<String> personalRealms() {
        return TestRealm.list(admin.get("")).stream()
                .map(realm -> realm.path("realm").asText())
                .filter(name -> name.matches("t-[a-z0-9]{12}"))
                .toList();
    }

    /** The clients by which {@code master} manages the realms. */
    private static List<String> adminClients() {
        return TestRealm.list(admin.get("/master/clients?first=0&max=1000")).stream()
                .map(client -> client.path("clientId").asText())
                .filter(id -> id.matches("t-[a-z0-9]{12}-realm"))
                .toList();
    }

    private static String realmOf(SignUp made) {
        String issuer = Jwt.payload(made.answer().assertTokens(201).access()).path("iss").asText();
        return issuer.substring(issuer.lastIndexOf('/') + 1);
    }

    /**
     * Of the realms that are new, each belongs to one of the sign-ups, and nothing else is left.
     */
    private static void assertMade(List<String> before, List<SignUp> made) {
        TreeSet<String> added = new TreeSet<>(personalRealms());
        added.removeAll(before);
        assertThat(made)
                .extracting(TenantLimitsIT::realmOf)
                .containsExactlyInAnyOrderElementsOf(added);
        assertThat(adminClients())
                .containsExactlyInAnyOrderElementsOf(
                        personalRealms().stream().map(name -> name + "-realm").toList());
        for (SignUp signUp : made) {
            TestRealm realm = TestRealm.existing(realmOf(signUp), admin);
            assertThat(realm.numberOfUsers()).isEqualTo(1);
            assertThat(realm.usersWithEmail(signUp.email())).hasSize(1);
            root("198.51.100.1").login(signUp.email(), TestRealm.PASSWORD).assertTokens();
        }
    }

    private static List<SignUp> made(List<SignUp> all) {
        return all.stream().filter(SignUp::isMade).toList();
    }

    private static List<SignUp> refused(List<SignUp> all) {
        return all.stream().filter(signUp -> !signUp.isMade()).toList();
    }

    @Test
    @Order(1)
    void thousandSignUpsFromOneAddressMakeTheTenantsOfOneAddress() {
        List<String> before = personalRealms();
        List<SignUp> all = Parallel.run(FLOOD, 40, i -> SignUp.from("203.0.113.1"));
        assertThat(made(all)).hasSize(PER_ADDRESS);
        assertThat(refused(all)).allSatisfy(refused -> refused.answer().assertLimited());
        assertMade(before, made(all));
        // A refused sign-up has taken no address.
        String refused = refused(all).get(0).email();
        root("203.0.113.2")
                .with("X-Tenant", acme.name())
                .signUp(refused, TestRealm.PASSWORD)
                .assertTokens(201);
    }

    /** Whatever a proxy passes on in place of an address. */
    @Test
    @Order(2)
    void clientsWithoutAnAddressMakeTheTenantsOfOneAddress() {
        List<String> before = personalRealms();
        List<SignUp> all =
                Parallel.run(40, 10, i -> SignUp.from(i == 0 ? "unknown" : "undefined-" + i));
        assertThat(made(all)).hasSize(PER_ADDRESS);
        assertThat(refused(all)).allSatisfy(refused -> refused.answer().assertLimited());
        SignUp known = SignUp.from("203.0.113.3");
        assertThat(known.isMade()).as(known.answer().toString()).isTrue();
        List<SignUp> made = new ArrayList<>(made(all));
        made.add(known);
        assertMade(before, made);
    }

    /** Each is from another address, and finds room for one more before it makes its tenant. */
    @Test
    @Order(3)
    void creationsAtOneMomentDoNotPassTheNumberOfTenants() {
        List<String> before = personalRealms();
        int left = MOST - before.size();
        assertThat(left).as("the tests before have left room").isPositive();
        List<SignUp> all = Parallel.run(3 * left, 3 * left, i -> SignUp.from("192.0.2." + i));
        assertThat(made(all)).hasSize(left);
        assertThat(refused(all))
                .allSatisfy(
                        refused ->
                                refused.answer()
                                        .assertError(403, "auth.self_registration_disabled"));
        assertMade(before, made(all));
        JsonNode error =
                acme.asOperator()
                        .post("/v1/tenants", Map.of("name", "One too many"))
                        .assertError(402, "billing.plan_limit")
                        .json()
                        .path("error");
        assertThat(error.at("/metadata/limit").asInt()).isEqualTo(MOST);
    }
}
