package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A server on a PostgreSQL that stops and comes back, and has few connections to give. */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process and its database")
@ResourceLock(PostgresServer.LOCK)
@Order(6)
@OwnServer
class DatabaseOutageIT {

    /** More than the server has threads. */
    private static final int MANY = 60;

    private static final Duration AT_ONCE = Duration.ofSeconds(10);
    private static final Duration BACK = Duration.ofSeconds(60);

    /** Cuts the connection at the commit of an event of a user who is listed in the table. */
    private static final String CUT =
            """
            create table cut (user_id varchar(36));
            create function cut_connection() returns trigger language plpgsql as $$
            begin
              if exists (select 1 from cut where user_id = new.user_id) then
                perform pg_terminate_backend(pg_backend_pid());
              end if;
              return null;
            end $$;
            create constraint trigger cut_at_commit
              after insert on event_entity
              deferrable initially deferred for each row execute function cut_connection();
            """;

    private static PostgresServer server;
    private static TestDatabase database;
    private static TestRealm realm;
    private static TestRealm other;
    private static Api root;

    @BeforeAll
    static void prepare() {
        server = PostgresServer.running();
        database = server.database();
        database.execute(CUT);
        realm = TestRealm.on(server.admin()).create();
        other = TestRealm.on(server.admin()).create();
        root = new Api(server.url());
    }

    private static void awaitBack(TestUser user) {
        Await.until(
                "the server works again",
                BACK,
                () -> realm.api().login(user.email(), user.password()).status() == 200);
    }

    private static void assertServesWithoutADatabase(String keyId) {
        Answer health = root.get("/healthz").assertStatus(200);
        assertThat(health.text("status")).isEqualTo("ok");
        assertThat(health.took()).isLessThan(AT_ONCE);
        Answer keys = root.get("/.well-known/jwks.json").assertStatus(200);
        assertThat(keys.body()).contains(keyId);
        assertThat(keys.took()).isLessThan(AT_ONCE);
    }

    private static String keyIdAtTheRoot() {
        String keyId =
                realm.api().get("/v1/.well-known/jwks.json").assertStatus(200).text("keys.0.kid");
        Await.until(
                "the root knows the realm",
                Duration.ofSeconds(15),
                () -> root.get("/.well-known/jwks.json").body().contains(keyId));
        return keyId;
    }

    @Test
    void requestsThatNeedTheStoppedDatabaseAre503AndOthersWork() throws IOException {
        TestUser user = realm.user();
        TestUser admin = realm.admin("manage-users");
        TestUser elsewhere = other.user();
        Tokens tokens = realm.signIn(user);
        Api manager = realm.as(admin);
        String keyId = keyIdAtTheRoot();
        Map<String, String> email = Map.of("email", TestRealm.newEmail());
        Map<String, Object> bulk = Map.of("users", List.of(email));

        database.stop();
        List<Answer> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                answers.add(realm.api().login(user.email(), user.password()));
                answers.add(realm.api().login(user.email(), "wrong"));
                answers.add(realm.api().login(TestRealm.newEmail(), "wrong"));
                answers.add(realm.api().refresh(tokens.refresh()));
                answers.add(realm.api().signUp(TestRealm.newEmail(), TestRealm.PASSWORD));
                answers.add(
                        realm.api().bearer(tokens).patch("/v1/me", Map.of("display_name", "A")));
                answers.add(realm.api().with("Accept", "text/html").login("a@b.test", "wrong"));
                answers.add(manager.post("/v1/users", email));
                answers.add(manager.get("/v1/users"));
                answers.add(manager.post("/v1/users/bulk", bulk));
                answers.add(root.login(elsewhere.email(), elsewhere.password()));
                answers.add(
                        new Api(server.url() + "/realms/never-read")
                                .login(user.email(), user.password()));
                assertServesWithoutADatabase(keyId);
            }
            root.get("/readyz").assertStatus(503);
        } finally {
            database.startAgain();
        }

        assertThat(answers).allSatisfy(Answer::assertBusy);
        awaitBack(user);
        Await.until("it is ready", BACK, () -> root.get("/readyz").status() == 200);
        assertThat(realm.loginFailures(user).path("numFailures").asInt()).isZero();
    }

    @Test
    void commitThatFailsIs503() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        database.execute("insert into cut values (?)", user.id());
        List<Answer> answers;
        try {
            answers =
                    List.of(
                            realm.api().login(user.email(), user.password()),
                            realm.api().with("Accept", "text/html").refresh(tokens.refresh()),
                            realm.api()
                                    .bearer(tokens)
                                    .patch("/v1/me", Map.of("display_name", "A")));
        } finally {
            database.execute("delete from cut");
        }
        assertThat(answers).allSatisfy(Answer::assertBusy);
        realm.signIn(user);
    }

    @Test
    void requestsThatFindNoConnectionAre503() throws SQLException {
        List<TestUser> users = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            users.add(realm.user());
        }
        List<Answer> answers;
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table event_entity in access exclusive mode");
            ExecutorService executor = Executors.newFixedThreadPool(MANY);
            List<CompletableFuture<Answer>> sent = new ArrayList<>();
            for (TestUser user : users) {
                sent.add(
                        CompletableFuture.supplyAsync(
                                () -> realm.api().login(user.email(), user.password()), executor));
            }
            CompletableFuture.anyOf(sent.toArray(CompletableFuture[]::new)).join();
            blocker.rollback();
            answers = sent.stream().map(CompletableFuture::join).toList();
            executor.shutdown();
        }
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .isNotEmpty()
                .allSatisfy(Answer::assertBusy);
        realm.signIn(users.get(0));
    }

    @Test
    void frozenDatabaseDoesNotBlockHealthAndKeys() throws Exception {
        TestUser user = realm.user();
        realm.signIn(user);
        String keyId = keyIdAtTheRoot();
        ExecutorService executor = Executors.newFixedThreadPool(MANY);
        List<CompletableFuture<Answer>> stuck = new ArrayList<>();
        database.freeze();
        try {
            for (int i = 0; i < MANY; i++) {
                stuck.add(
                        CompletableFuture.supplyAsync(
                                () -> realm.api().login(TestRealm.newEmail(), "wrong"), executor));
                if (i == 2) {
                    Await.until(
                            "the picture of the tenants is an old one",
                            Duration.ofSeconds(20),
                            () -> {
                                assertServesWithoutADatabase(keyId);
                                return root.get("/readyz").status() == 503;
                            });
                    for (int j = 0; j < 20; j++) {
                        assertServesWithoutADatabase(keyId);
                    }
                }
            }
            for (int i = 0; i < 10; i++) {
                assertThat(root.get("/healthz").assertStatus(200).took()).isLessThan(AT_ONCE);
            }
        } finally {
            database.thaw();
        }
        stuck.forEach(CompletableFuture::join);
        executor.shutdown();
        awaitBack(user);
    }

    /** Like a node that was killed in the middle of it. */
    @Test
    void importWhoseHolderDiedMayResumeSoon() throws SQLException {
        Api manager = realm.as(realm.admin("manage-users"));
        UserFile file = UserFile.ofLines(3, i -> UserFile.row(TestRealm.newEmail()));
        String stuck = UserFile.start(manager, Map.of("source", "native"));
        String next = UserFile.start(manager, Map.of("source", "native"));
        CompletableFuture<Answer> first;
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            String id = stuck.substring(stuck.lastIndexOf('/') + 1);
            statement.execute("select 1 from authrealm_import where id = '" + id + "' for update");
            first =
                    CompletableFuture.supplyAsync(
                            () -> UserFile.feed(manager, stuck, 0, file.content(), true));
            Await.until(
                    "the first import is at work",
                    Duration.ofSeconds(20),
                    () -> server.waiting() > 0);
            UserFile.feed(manager, next, 0, file.content(), true).assertError(409, "conflict");
            Await.until(
                    "the next one is let in",
                    Duration.ofSeconds(40),
                    () -> UserFile.feed(manager, next, 0, file.content(), true).status() == 200);
            blocker.rollback();
        }
        first.join().assertStatus(200);
    }
}
