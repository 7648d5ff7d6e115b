package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Deleted users whose retention has ended. The server looks for them every second, and the test
 * sets in the database how long ago they were deleted.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server with a database that it can reach")
@ResourceLock(PostgresServer.LOCK)
@Order(10)
class PurgeIT {

    private static final String RETENTION = "deleted_users_retention_days";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static PostgresServer server;
    private static TestDatabase database;

    @BeforeAll
    static void prepare() {
        server = PostgresServer.running();
        database = server.database();
    }

    /** Each test has users of its own, and some block the removal of users. */
    @AfterEach
    void unblock() {
        database.execute("drop table if exists blocker");
    }

    private static boolean isThere(TestUser user) {
        return database.count("select count(*) from user_entity where id = ?", user.id()) == 1;
    }

    private static void awaitGone(TestUser user) {
        Await.until("the user is purged", SOON, () -> !isThere(user));
    }

    /** If the server purges a user who is due only now, it has looked again. */
    private static void awaitAnotherLook() {
        TestRealm realm = realm("1");
        awaitGone(deleted(realm, 2));
        awaitGone(deleted(realm, 2));
    }

    private static TestRealm realm(String retentionDays) {
        return TestRealm.on(server.admin()).setting(RETENTION, retentionDays).create();
    }

    private static TestUser deleted(TestRealm realm, int daysAgo) {
        TestUser user = realm.user();
        delete(realm, user, daysAgo);
        return user;
    }

    private static void delete(TestRealm realm, TestUser user, int daysAgo) {
        realm.asOperator().delete("/v1/users/" + user.id()).assertStatus(204);
        database.execute(
                "update authrealm_deleted_user set deleted_at = deleted_at - ? where user_id = ?",
                Duration.ofDays(daysAgo).toMillis(),
                user.id());
    }

    @Test
    void usersArePurgedWhenTheirRetentionEnds() {
        TestRealm month = realm("30");
        TestUser young = deleted(month, 29);
        TestUser old = deleted(month, 31);
        TestUser alive = month.user();

        awaitGone(old);
        awaitAnotherLook();

        assertThat(isThere(young)).isTrue();
        assertThat(isThere(alive)).isTrue();

        month.updateSettings(Map.of(RETENTION, List.of("28")));

        awaitGone(young);
        assertThat(isThere(alive)).isTrue();
        assertThat(
                        database.count(
                                "select count(*) from authrealm_deleted_user where user_id = ?",
                                old.id()))
                .isZero();
    }

    @Test
    void realmThatKeepsUsersForeverOrIsClosedPurgesNoUser() {
        TestUser kept = deleted(realm("0"), 3650);
        TestRealm closed = realm("0");
        TestUser ofClosed = deleted(closed, 3650);
        closed.updateSettings(Map.of("enabled", List.of("false"), RETENTION, List.of("1")));

        awaitAnotherLook();

        assertThat(isThere(kept)).isTrue();
        assertThat(isThere(ofClosed)).isTrue();
    }

    @Test
    void unpurgeableUserDoesNotBlockOthers() throws IOException {
        TestRealm realm = realm("0");
        TestUser blocked = deleted(realm, 9);
        TestUser other = deleted(realm, 8);
        database.execute("create table blocker (user_id varchar(36) references user_entity (id))");
        database.execute("insert into blocker values (?)", blocked.id());
        realm.updateSettings(Map.of(RETENTION, List.of("1")));

        awaitGone(other);
        awaitAnotherLook();

        assertThat(isThere(blocked)).isTrue();
        realm.asOperator().post("/v1/users/" + blocked.id() + "/restore").assertStatus(200);
        realm.signIn(blocked);
        assertThat(server.log()).contains("User " + blocked.id()).doesNotContain(blocked.email());
    }

    @Test
    void restoredUserIsNotPurged() {
        TestRealm realm = realm("0");
        TestUser restored = deleted(realm, 5);
        realm.asOperator().post("/v1/users/" + restored.id() + "/restore").assertStatus(200);
        realm.updateSettings(Map.of(RETENTION, List.of("1")));

        awaitAnotherLook();

        realm.signIn(restored);
    }

    /** With the pack removed, or in the database; then they are enabled for all. */
    @Test
    void userEnabledOutsideThePackIsNotPurged() {
        TestRealm realm = realm("0");
        TestUser user = deleted(realm, 5);
        database.execute("update user_entity set enabled = true where id = ?", user.id());
        realm.updateSettings(Map.of(RETENTION, List.of("1")));

        awaitAnotherLook();

        assertThat(isThere(user)).isTrue();
        assertThat(realm.asOperator().get("/v1/users/deleted").json().path("items")).isEmpty();
        // Nor does a suspension count as the earlier deletion.
        database.execute("update user_entity set enabled = false where id = ?", user.id());
        awaitAnotherLook();
        assertThat(isThere(user)).isTrue();
        database.execute("update user_entity set enabled = true where id = ?", user.id());
        delete(realm, user, 0);
        realm.asOperator().post("/v1/users/" + user.id() + "/restore").assertStatus(200);
    }
}
