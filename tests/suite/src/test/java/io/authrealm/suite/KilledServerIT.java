package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A server on PostgreSQL that is killed in the middle of its work and restarted. Each test checks
 * the result in a realm of its own.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process that it can kill, and its database")
@ResourceLock(PostgresServer.LOCK)
@Order(2)
@OwnServer
class KilledServerIT {

    private static final String NEW = "a-new-horse-battery";
    private static final String RETENTION = "deleted_users_retention_days";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int DELETED = 150;
    private static final int ROWS = 6000;

    /** Some hundred rows: a busy server answers each chunk well within the client's patience. */
    private static final int CHUNK = 1 << 16;

    /** The import must not be over before the purge has begun as well. */
    private static final int ROWS_AT_MOST = ROWS / 4;

    private static final String OF_REALM =
            " where realm_id = (select id from realm where name = ?)";

    private static final String WHOLE =
            " and exists (select 1 from credential c where c.user_id = user_entity.id)"
                    + " and exists (select 1 from user_role_mapping r"
                    + " where r.user_id = user_entity.id)"
                    + " and exists (select 1 from authrealm_deleted_user d"
                    + " where d.user_id = user_entity.id)";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    /** The answers that clients got. */
    private record Answered(
            TestRealm realm,
            Tokens signedUp,
            String email,
            Tokens rotated,
            Tokens replayed,
            Tokens loggedOut) {}

    /** Mailed links: for a new password, and for signing in, one of them used. */
    private record Mailed(
            TestRealm realm,
            TestUser forgetful,
            String reset,
            TestUser magician,
            String magic,
            String used) {}

    private record Import(
            TestRealm realm, TestUser admin, UserFile file, String path, int created) {}

    /**
     * @param left the deleted users who were left when the server was killed
     * @param whole the users who were left complete
     */
    private record Purge(TestRealm realm, long left, long whole) {}

    private static PostgresServer server;
    private static TestDatabase database;

    private static Answered answered;
    private static Mailed mailed;
    private static Import halfDone;
    private static Purge purge;

    @BeforeAll
    static void killTheServerAndStartItAgain() {
        server = PostgresServer.running();
        database = server.database();

        answered = answer(realm().create());
        mailed = mail(realm().with(mailbox::serve).create());
        TestRealm purged = deleteUsers(realm().setting(RETENTION, "0").create());
        halfDone = beginImport(realm().create());
        purged.updateSettings(Map.of(RETENTION, List.of("1")));
        Await.until("some are purged", SOON, () -> left(purged, "") < DELETED);
        server.kill();

        purge = new Purge(purged, left(purged, ""), left(purged, WHOLE));
        server.startAgain();
    }

    private static TestRealm realm() {
        return TestRealm.on(server.admin());
    }

    private static Answered answer(TestRealm realm) {
        Tokens first = realm.signIn(realm.user());
        Tokens rotated = realm.api().refresh(first.refresh()).assertTokens();
        Tokens replayed = realm.signIn(realm.user());
        realm.api().refresh(replayed.refresh()).assertTokens();
        Tokens loggedOut = realm.signIn(realm.user());
        realm.api().bearer(loggedOut).post("/v1/auth/logout").assertStatus(200);
        String email = TestRealm.newEmail();
        Tokens signedUp = realm.api().signUp(email, TestRealm.PASSWORD).assertTokens(201);
        return new Answered(realm, signedUp, email, rotated, replayed, loggedOut);
    }

    @Test
    void answeredSuccessesAreNotLost() {
        Api api = answered.realm().api();
        Tokens again = api.login(answered.email(), TestRealm.PASSWORD).assertTokens();
        assertThat(again.userId()).isEqualTo(answered.signedUp().userId());
        api.refresh(answered.signedUp().refresh()).assertTokens();
        api.refresh(answered.rotated().refresh()).assertTokens();
        api.refresh(answered.replayed().refresh()).assertError(401, "auth.session_revoked");
        api.refresh(answered.loggedOut().refresh()).assertError(401, "auth.session_revoked");
    }

    private static Mailed mail(TestRealm realm) {
        TestUser forgetful = realm.user();
        TestUser magician = realm.user();
        String reset = link(realm, "/v1/auth/forgot-password", forgetful, 1);
        String used = link(realm, "/v1/auth/magic-link/start", magician, 1);
        realm.api().consumeMagicLink(used).assertTokens();
        String magic = link(realm, "/v1/auth/magic-link/start", magician, 2);
        return new Mailed(realm, forgetful, reset, magician, magic, used);
    }

    private static String link(TestRealm realm, String path, TestUser user, int number) {
        realm.api().post(path, Map.of("email", user.email()));
        return mailbox.await(user.email(), number).token();
    }

    /** A mail may be read after a restart of the server that sent it. */
    @Test
    void linksMailedBeforeTheKillWorkOnceAfterwards() {
        TestRealm realm = mailed.realm();
        realm.api().consumeMagicLink(mailed.used()).assertError(400, "recovery.link_used");
        Tokens tokens = realm.api().consumeMagicLink(mailed.magic()).assertTokens();
        assertThat(tokens.userId()).isEqualTo(mailed.magician().id());
        realm.api().consumeMagicLink(mailed.magic()).assertError(400, "recovery.link_used");

        Map<String, String> body = Map.of("token", mailed.reset(), "new_password", NEW);
        realm.api().post("/v1/auth/reset-password", body).assertStatus(200);
        realm.api().post("/v1/auth/reset-password", body).assertError(400, "recovery.link_used");
        assertThat(realm.api().login(mailed.forgetful().email(), NEW).assertTokens().userId())
                .isEqualTo(mailed.forgetful().id());
    }

    private static Import beginImport(TestRealm realm) {
        UserFile file = UserFile.ofLines(ROWS, i -> UserFile.row("c" + i + "@example.test"));
        int created = ThreadLocalRandom.current().nextInt(ROWS_AT_MOST);
        TestUser user = realm.admin("manage-users");
        Api admin = realm.as(user);
        String path = UserFile.start(admin, Map.of("source", "native"));
        Thread sender =
                new Thread(
                        () -> {
                            try {
                                UserFile.feed(admin, path, 0, file.content(), true);
                            } catch (RuntimeException e) {
                                // The answer never comes.
                            }
                        });
        sender.start();
        Await.until(
                "the import has made " + created + " users",
                SOON,
                () -> admin.get(path).json().path("created").asInt() >= created);
        return new Import(realm, user, file, path, created);
    }

    @Test
    void importResumesAndRepeatsNoUser() {
        TestRealm realm = halfDone.realm();
        Api admin = realm.as(halfDone.admin());
        Answer stopped = admin.get(halfDone.path()).assertStatus(200);
        assertThat(stopped.text("state")).isEqualTo("open");
        int created = stopped.json().path("created").asInt();
        assertThat(created).isBetween(halfDone.created(), ROWS - 1);
        assertThat(realm.numberOfUsers()).isEqualTo(created + 1);

        Answer done = halfDone.file().feedRest(admin, halfDone.path(), CHUNK);

        assertThat(done.text("state")).isEqualTo("completed");
        assertThat(done.json().path("created").asInt()).isEqualTo(ROWS);
        assertThat(done.json().path("failed").asInt()).isZero();
        assertThat(realm.numberOfUsers()).isEqualTo(ROWS + 1);
    }

    private static TestRealm deleteUsers(TestRealm realm) {
        Api admin = realm.asOperator();
        IntStream.range(0, DELETED)
                .mapToObj(i -> realm.user())
                .forEach(user -> admin.delete("/v1/users/" + user.id()).assertStatus(204));
        database.execute(
                "update authrealm_deleted_user set deleted_at = 0" + OF_REALM, realm.name());
        return realm;
    }

    /** The remaining deleted users; no others have an address in the realm. */
    private static long left(TestRealm realm, String condition) {
        return database.count(
                "select count(*) from user_entity"
                        + OF_REALM
                        + " and email is not null"
                        + condition,
                realm.name());
    }

    @Test
    void noUserIsHalfPurgedAndTheRestFollow() {
        assertThat(purge.left()).isPositive().isEqualTo(purge.whole());
        Await.until("all are purged", SOON, () -> left(purge.realm(), "") == 0);
        assertThat(
                        database.count(
                                "select count(*) from authrealm_deleted_user" + OF_REALM,
                                purge.realm().name()))
                .isZero();
    }
}
