package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.KeycloakServer;
import io.authrealm.suite.QueryPlans.Plan;
import io.authrealm.suite.StoredUsers.Person;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The cost of the admin routes in a realm that grows, compared with a realm of 1,000 users on the
 * same server: {@code -Dauthrealm.test.growth=1000,100000,1000000} names the sizes. Requests to the
 * two realms take turns, so that other work on the machine affects both.
 */
@EnabledIfSystemProperty(named = "authrealm.test.growth", matches = "[0-9]+(,[0-9]+)*")
@OwnServer
class UserGrowthIT {

    private static final int NEIGHBOURS = 1_000;
    private static final int ROUNDS = 30;
    private static final int WARM_UP = 10;
    private static final int SAMPLE = 400;

    /** More than the database needs to decide that a prepared statement deserves a generic plan. */
    private static final int UNTIL_PLANS_ARE_GENERIC = 12;

    private static final double FLAT = 1.10;

    /** On a machine with other work, one of so many medians looks slower by chance. */
    private static final int MORE_TRIES = 2;

    /**
     * The limit of pages that one statement may read, for a page of 50 users with all their data.
     */
    private static final long MAX_BUFFERS = 1_000;

    private static final long MAX_SORTED = 200;

    /** The largest table that the database may read from end to end. */
    private static final long MAX_SCANNED = 2_000;

    private static final Path LOG = Path.of("target", "growth-plans");

    private static EmbeddedPostgres database;
    private static Connection connection;
    private static KeycloakServer server;
    private static StoredUsers stored;

    /** In milliseconds, for the growing realm and for the small one. */
    private record Medians(double grown, double beside) {

        boolean isFlat() {
            return grown <= beside * FLAT;
        }

        @Override
        public String toString() {
            return "%.2f | %.2f | %.2f".formatted(grown, beside, grown / beside);
        }
    }

    /** A realm, and the users and values to request in it. */
    private static final class Population {

        private final TestRealm realm;
        private List<Person> people;
        private int asked;

        Population(TestRealm realm) {
            this.realm = realm;
        }

        void fill(int first, int last) throws SQLException {
            stored.add(realm, first, last);
            people = stored.sample(realm, SAMPLE);
        }

        Person next() {
            return people.get(asked++ % people.size());
        }

        Answer get(String path) {
            return api().get("/v1/users" + path).assertStatus(200);
        }

        Answer create() {
            return api().post("/v1/users", Map.of("email", TestRealm.newEmail())).assertStatus(201);
        }

        /** Makes the server read the users from the database again. */
        void forget() {
            realm.admin().post(realm.path("/clear-user-cache"), null);
        }

        private Api api() {
            return realm.asOperator();
        }
    }

    private static Map<String, Function<Population, Answer>> operations() {
        Map<String, Function<Population, Answer>> operations = new LinkedHashMap<>();
        List.of("-created_at", "created_at", "email", "-email")
                .forEach(
                        sort -> {
                            operations.put("list, " + sort, in -> in.get("?sort=" + sort));
                            operations.put(
                                    "list, " + sort + ", behind a cursor",
                                    in -> in.get("?sort=" + sort + "&cursor=" + cursor(in, sort)));
                        });
        // Few, because the small realm has no more of them.
        operations.put("status=suspended", in -> in.get("?limit=5&status=suspended"));
        operations.put("status=active", in -> in.get("?status=active"));
        operations.put(
                "created_after",
                in -> in.get("?limit=5&sort=created_at&created_after=" + in.next().createdAt()));
        operations.put(
                "created_before and status",
                in ->
                        in.get(
                                "?limit=5&status=active&created_before="
                                        + in.next().createdAt().plusSeconds(1)));
        operations.put("q, common", in -> in.get("?q=" + StoredUsers.FIRST_OF_ALL));
        operations.put(
                "q, common, at the end of the order",
                in -> in.get("?q=" + StoredUsers.LAST_OF_ALL));
        operations.put("q, one user", in -> in.get("?q=" + in.next().email().split("@")[0]));
        operations.put("email", in -> in.get("?email=" + in.next().email()));
        operations.put("phone", in -> in.get("?phone=" + Admin.encoded(in.next().phone())));
        operations.put("get", in -> in.get("/" + in.next().id()));
        operations.put("security", in -> in.get("/" + in.next().id() + "/security"));
        operations.put("create", Population::create);
        return operations;
    }

    private static final Map<String, String> CURSORS = new LinkedHashMap<>();

    /** After the users that an offset can skip, or half of them. */
    private static String cursor(Population in, String sort) {
        return CURSORS.computeIfAbsent(
                in.realm.name() + sort,
                key -> {
                    int last = in.get("?sort=" + sort + "&offset=9999").json().path("items").size();
                    int offset = last > 0 ? 9_999 : NEIGHBOURS / 2;
                    return in.get("?sort=" + sort + "&offset=" + offset).text("next_cursor");
                });
    }

    @BeforeAll
    static void start() throws IOException, SQLException {
        Files.createDirectories(LOG);
        try (var old = Files.list(LOG)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        EmbeddedPostgres.Builder builder =
                // The order of a language, as in most databases.
                EmbeddedPostgres.builder()
                        .setLocaleConfig("locale-provider", "icu")
                        .setLocaleConfig("icu-locale", "en-US")
                        .setLocaleConfig("locale", "C.UTF-8")
                        .setServerConfig("shared_buffers", "1GB");
        database = QueryPlans.prepare(builder, LOG).start();
        connection = database.getPostgresDatabase().getConnection();
        stored = new StoredUsers(connection);
        KeycloakServer.Builder keycloak =
                TestServer.another(Distribution.copyForPostgres("growth")).readyWhen("/healthz");
        TestServer.optionsOf(database).forEach(keycloak::option);
        server = keycloak.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.stop();
        }
        database.close();
    }

    @Test
    void noSizeIsSlower() throws SQLException, IOException {
        Admin admin = new Admin(server.baseUrl());
        Population neighbours = new Population(TestRealm.on(admin).create());
        Population growing = new Population(TestRealm.on(admin).create());
        neighbours.fill(1, NEIGHBOURS);
        Map<String, Function<Population, Answer>> operations = operations();
        List<String> rows = new ArrayList<>();
        List<String> slower = new ArrayList<>();
        int size = 0;
        for (int next : sizes()) {
            growing.fill(size + 1, next);
            size = next;
            CURSORS.clear();
            measure(operations, neighbours, growing, WARM_UP);
            Map<String, Medians> medians = measure(operations, neighbours, growing, ROUNDS);
            for (int again = 0; again < MORE_TRIES; again++) {
                Map<String, Function<Population, Answer>> doubtful =
                        new LinkedHashMap<>(operations);
                doubtful.keySet().removeIf(name -> medians.get(name).isFlat());
                medians.putAll(measure(doubtful, neighbours, growing, ROUNDS));
            }
            for (Map.Entry<String, Medians> each : medians.entrySet()) {
                String row = "| %,d | %s | %s |".formatted(size, each.getKey(), each.getValue());
                rows.add(row);
                if (!each.getValue().isFlat()) {
                    slower.add(row);
                }
            }
            for (String path : List.of("/stats", "/trends", "?include_total=true")) {
                Duration took = growing.get(path).took();
                rows.add("| %,d | %s | %d | | |".formatted(size, path, took.toMillis()));
            }
        }
        System.out.println("| users | request | ms | ms beside, at 1,000 users | ratio |");
        System.out.println("|---|---|---|---|---|");
        rows.forEach(System.out::println);
        assertPlans(operations, growing);
        assertThat(slower).as("slower than at %d users", NEIGHBOURS).isEmpty();
    }

    private static void assertPlans(
            Map<String, Function<Population, Answer>> operations, Population growing)
            throws SQLException, IOException {
        QueryPlans plans = QueryPlans.of(connection, LOG);
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Function<Population, Answer>> each : operations.entrySet()) {
            List<Plan> found =
                    plans.during(
                            () -> {
                                for (int i = 0; i < UNTIL_PLANS_ARE_GENERIC; i++) {
                                    growing.forget();
                                    each.getValue().apply(growing);
                                }
                            });
            Map<String, Long> shapes = new LinkedHashMap<>();
            for (Plan plan : found) {
                shapes.merge(String.join(" > ", plan.nodes()), plan.buffers(), Math::max);
                if (plan.scanned() > MAX_SCANNED
                        || plan.sorted() > MAX_SORTED
                        || plan.buffers() > MAX_BUFFERS) {
                    wrong.add(each.getKey() + ": " + plan);
                }
            }
            System.out.println("\n" + each.getKey());
            shapes.forEach((shape, buffers) -> System.out.println("  " + buffers + " " + shape));
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Integer> sizes() {
        return Arrays.stream(System.getProperty("authrealm.test.growth").split(","))
                .map(Integer::valueOf)
                .toList();
    }

    private static Map<String, Medians> measure(
            Map<String, Function<Population, Answer>> operations,
            Population neighbours,
            Population growing,
            int rounds) {
        Map<String, List<Duration>> beside = new LinkedHashMap<>();
        Map<String, List<Duration>> took = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            boolean isNeighboursTurn = round % 2 == 0;
            for (String name : operations.keySet()) {
                for (int turn = 0; turn < 2; turn++) {
                    Population population = isNeighboursTurn ? neighbours : growing;
                    population.forget();
                    (isNeighboursTurn ? beside : took)
                            .computeIfAbsent(name, key -> new ArrayList<>())
                            .add(operations.get(name).apply(population).took());
                    isNeighboursTurn = !isNeighboursTurn;
                }
            }
        }
        Map<String, Medians> medians = new LinkedHashMap<>();
        took.forEach(
                (name, durations) ->
                        medians.put(
                                name, new Medians(median(durations), median(beside.get(name)))));
        return medians;
    }

    private static double median(List<Duration> durations) {
        long nanos = durations.stream().sorted().toList().get(durations.size() / 2).toNanos();
        return nanos / 1e6;
    }
}
