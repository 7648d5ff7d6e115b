package io.authrealm.suite;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What requests, memory, start and a new tenant cost on a server with more and more tenants: {@code
 * -Dauthrealm.test.tenants=10,100,300,1000} names how many. Costs are processor time of the server,
 * because other work on the machine does not change that much.
 */
@EnabledIfSystemProperty(named = "authrealm.test.tenants", matches = "[0-9]+(,[0-9]+)*")
@OwnServer
class TenantGrowthIT {

    /** The tenants whose users sign in: the first ones, which have no limits. */
    private static final int SAMPLE = 5;

    /** How many tenants show what a new one costs. */
    private static final int NEWEST = 3;

    /** How many are made first, and removed, until the server has optimized that code. */
    private static final int WARM_UP = 80;

    private static final String CREATOR = "creator";

    private static final String FOLDER = "tenant-growth";
    private static final Path RECORDINGS = Path.of("target", "tenant-growth");

    private static final String AT_ROOT = "sign-in at the root, ms";
    private static final String UNDER_REALM = "sign-in under the realm, ms";
    private static final String HEAP = "heap, MB";
    private static final String START = "start, ms";
    private static final String FIRST = "first request at the root, ms on the clock";
    private static final String BY_API = "new tenant, by POST /v1/tenants, ms";
    private static final String BY_ADMIN = "new realm, by an admin with the role admin, ms";
    private static final String BY_CREATOR = "new realm, by an admin with only create-realm, ms";

    /** What grows with the number of tenants by at most this factor. */
    private static final Map<String, Double> FLAT =
            Map.of(AT_ROOT, 1.1, UNDER_REALM, 1.1, HEAP, 1.1, START, 1.1, BY_API, 1.2);

    /**
     * A user of a tenant.
     *
     * @param path of the tenant
     */
    private record Member(String path, String email) {}

    private static Path home;
    private static TestDatabase database;
    private static KeycloakServer server;
    private static ServerProcess process;
    private static Admin admin;
    private static Admin creator;

    private int signIns;
    private final List<String> tenants = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(RECORDINGS);
        home = Distribution.copyForPostgres(FOLDER);
        database = TestDatabase.start(FOLDER);
        startServer(0);
        // What is measured is not the sign-in of the administrator.
        admin.put("/master", Map.of("passwordPolicy", TestRealm.QUICK_HASH));
        addCreator();
        for (int i = 0; i < WARM_UP; i++) {
            admin.delete(createTenant(creator).path(""));
        }
    }

    private static void addCreator() {
        Map<String, Object> password =
                Map.of("type", "password", "value", TestRealm.PASSWORD, "temporary", false);
        String id =
                admin.create(
                        "/master/users",
                        Map.of(
                                "username",
                                CREATOR,
                                "enabled",
                                true,
                                "credentials",
                                List.of(password)));
        admin.post(
                "/master/users/" + id + "/role-mappings/realm",
                List.of(admin.get("/master/roles/create-realm")));
    }

    private static void startServer(int port) {
        server =
                TestServer.another(home, database)
                        .option("--spi-realm-restapi-extension--v1--tenant-creation=everybody")
                        .option("--spi-realm-restapi-extension--v1--tenants-per-address=0")
                        .option("--spi-realm-restapi-extension--v1--most-tenants=100000")
                        // With workflows Keycloak itself reads every realm at its start.
                        .option("--features-disabled=workflows")
                        .keepCollector()
                        .httpPort(port)
                        .readyWhen("/readyz")
                        .start();
        process = ServerProcess.of(server, home);
        admin = new Admin(server.baseUrl());
        creator = new Admin(server.baseUrl(), "master", CREATOR, TestRealm.PASSWORD);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.stop();
        }
        database.close();
    }

    @Test
    void costsDoNotGrow() {
        Map<Integer, Map<String, Double>> costs = new LinkedHashMap<>();
        for (int size : sizes()) {
            Map<String, Double> found = new LinkedHashMap<>();
            growTo(size - 3 * NEWEST);
            found.put(BY_ADMIN, costOfNew("by-admin-" + size, () -> newTenant(admin)));
            found.put(BY_CREATOR, costOfNew("by-creator-" + size, () -> newTenant(creator)));
            Api founder = founder();
            newTenant(founder);
            found.put(BY_API, costOfNew("by-api-" + size, () -> newTenant(founder)));
            found.putAll(startAgain());
            found.putAll(requests());
            found.put(HEAP, process.heap() / 1e6);
            System.out.println(size + " tenants: " + found);
            costs.put(size, found);
        }
        print(costs);
        Map<String, Double> few = costs.get(sizes().get(0));
        costs.forEach(
                (size, found) ->
                        FLAT.forEach(
                                (what, most) ->
                                        assertThat(found.get(what))
                                                .as("%s, at %d tenants", what, size)
                                                .isLessThan(few.get(what) * most)));
    }

    private static List<Integer> sizes() {
        return Arrays.stream(System.getProperty("authrealm.test.tenants").split(",", -1))
                .map(Integer::valueOf)
                .toList();
    }

    private void growTo(int size) {
        while (tenants.size() < size) {
            newTenant(creator);
        }
    }

    private static double costOfNew(String recording, Runnable creation) {
        process.record();
        double cost = CpuCosts.cost(process, creation, NEWEST);
        process.stopRecording(RECORDINGS.resolve(recording + ".jfr"));
        return cost;
    }

    /** From the template, as an operator makes one. */
    private static TestRealm createTenant(Admin by) {
        TestRealm tenant = TestRealm.on(by);
        by.create("", tenant.representation());
        return tenant;
    }

    private void newTenant(Admin by) {
        tenants.add(createTenant(by).name());
    }

    /** A user who may make tenants, because their address is verified. */
    private Api founder() {
        String name = tenants.get(0);
        Api api = new Api(server.baseUrl() + "/realms/" + name);
        Tokens tokens = api.signUp(TestRealm.newEmail(), TestRealm.PASSWORD).assertTokens(201);
        admin.put("/" + name + "/users/" + tokens.userId(), Map.of("emailVerified", true));
        return new Api(server.baseUrl()).bearer(tokens);
    }

    private void newTenant(Api founder) {
        // At the root the first tenant in the order of their names lends its limits.
        String slug = "u-" + TestRealm.random();
        founder.post("/v1/tenants", NewTenants.body(slug)).assertStatus(201);
        tenants.add(slug);
    }

    private Map<String, Double> startAgain() {
        server.stop();
        long from = System.nanoTime();
        startServer(URI.create(server.baseUrl()).getPort());
        double took = (System.nanoTime() - from) / 1e6;
        double cost = process.cpu().toNanos() / 1e6;
        long asked = System.nanoTime();
        new Api(server.baseUrl()).get("/.well-known/jwks.json").assertStatus(200);
        double first = (System.nanoTime() - asked) / 1e6;
        addMembers();
        return Map.of(START, cost, "start, ms on the clock", took, FIRST, first);
    }

    /** A user in each of the first tenants. */
    private void addMembers() {
        for (String name : tenants.subList(members.size(), SAMPLE)) {
            String email = TestRealm.newEmail();
            String path = "/realms/" + name;
            new Api(server.baseUrl() + path).signUp(email, TestRealm.PASSWORD).assertTokens(201);
            members.add(new Member(path, email));
        }
    }

    private Map<String, Double> requests() {
        return CpuCosts.of(
                process,
                Map.of(
                        AT_ROOT, () -> signIn("", next()),
                        UNDER_REALM,
                                () -> {
                                    Member member = next();
                                    signIn(member.path(), member);
                                }));
    }

    private Member next() {
        return members.get(signIns++ % members.size());
    }

    private static void signIn(String mount, Member member) {
        new Api(server.baseUrl() + mount).login(member.email(), TestRealm.PASSWORD).assertTokens();
    }

    private static void print(Map<Integer, Map<String, Double>> costs) {
        costs.values().iterator().next().keySet().stream()
                .sorted()
                .forEach(
                        what ->
                                System.out.println(
                                        "| %s | %s |"
                                                .formatted(
                                                        what,
                                                        costs.values().stream()
                                                                .map(all -> all.get(what))
                                                                .map("%.2f"::formatted)
                                                                .collect(joining(" | ")))));
    }
}
