package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tenants on a server on which only its administrators make them: what a failure in the middle
 * leaves, and what becomes of deleted ones.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server with a database that it can reach")
@ResourceLock(PostgresServer.LOCK)
@Order(10)
class TenantFaultsIT {

    private static final String TENANTS = "/v1/tenants";
    private static final Duration SOON = Duration.ofSeconds(30);

    private static TestDatabase database;
    private static TestRealm home;

    @BeforeAll
    static void prepare() {
        PostgresServer server = PostgresServer.running();
        database = server.database();
        home = TestRealm.on(server.admin()).create();
    }

    /** The token of the administrator lasts a minute. */
    private static Api operator() {
        return home.asOperator();
    }

    @AfterEach
    void repair() {
        database.execute("drop function if exists fail_new_realm() cascade");
    }

    private static long count(String table, String column, String value) {
        return database.count("select count(*) from " + table + " where " + column + " = ?", value);
    }

    private static boolean hasRealm(String slug) {
        return count("realm", "name", slug) > 0;
    }

    /** At the first statement, in the middle, at the last one, and at the commit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "before insert on realm",
                "before insert on component",
                "before insert on keycloak_role",
                "before insert on authrealm_tenant",
                "before insert on client",
                "after insert on authrealm_tenant deferrable initially deferred"
            })
    void failureLeavesNothing(String moment) {
        String slug = NewTenants.slug();
        long clients = database.count("select count(*) from client");
        long roles = database.count("select count(*) from keycloak_role");
        database.execute(
                """
                create function fail_new_realm() returns trigger language plpgsql as $$
                begin raise exception 'the test breaks this'; end $$
                """);
        database.execute(
                "create "
                        + (moment.contains("deferrable") ? "constraint " : "")
                        + "trigger fail_new "
                        + moment
                        + " for each row execute function fail_new_realm()");
        assertThat(operator().post(TENANTS, NewTenants.body(slug)).status())
                .isGreaterThanOrEqualTo(500);
        repair();

        assertThat(hasRealm(slug)).isFalse();
        assertThat(count("client", "client_id", slug + "-realm")).isZero();
        assertThat(count("authrealm_tenant", "slug", slug)).isZero();
        assertThat(database.count("select count(*) from client")).isEqualTo(clients);
        assertThat(database.count("select count(*) from keycloak_role")).isEqualTo(roles);
        operator().post(TENANTS, NewTenants.body(slug)).assertStatus(201);
    }

    @Test
    void onlyAdministratorsOfTheServerMakeTenantsHere() {
        Map<String, Object> body = NewTenants.body(NewTenants.slug());
        home.as(home.admin("realm-admin")).post(TENANTS, body).assertError(403, "forbidden");
        assertThat(hasRealm((String) body.get("slug"))).isFalse();
    }

    private static TestRealm deleted(String slug, int daysAgo) {
        JsonNode made = operator().post(TENANTS, NewTenants.body(slug)).assertStatus(201).json();
        TestRealm realm = TestRealm.existing(slug, home.admin());
        realm.asOperator().delete(TENANTS + "/" + made.path("id").asText()).assertStatus(204);
        database.execute(
                "update authrealm_tenant set deleted_at = deleted_at - ? where slug = ?",
                Duration.ofDays(daysAgo).toMillis(),
                slug);
        return realm;
    }

    @Test
    void realmOfADeletedTenantIsRemovedAfterItsRetention() {
        String young = NewTenants.slug();
        String restored = NewTenants.slug();
        String old = NewTenants.slug();
        deleted(young, 29);
        TestRealm enabled = deleted(restored, 1);
        enabled.updateRealm(realm -> realm.put("enabled", true));
        database.execute(
                "update authrealm_tenant set deleted_at = 1, logo_url = 'x' where slug = ?",
                restored);
        deleted(old, 31);
        Await.until("the realm is removed", SOON, () -> !hasRealm(old));

        assertThat(count("client", "client_id", old + "-realm")).isZero();
        assertThat(hasRealm(young)).isTrue();
        operator().post(TENANTS, NewTenants.body(old)).assertError(409, "tenant.slug_taken");
        operator().post(TENANTS, NewTenants.body(young)).assertError(409, "tenant.slug_taken");

        Await.until(
                "the realm counts as restored",
                SOON,
                () ->
                        database.count(
                                        "select count(*) from authrealm_tenant"
                                                + " where deleted_at is null and slug = ?",
                                        restored)
                                == 1);
        assertThat(hasRealm(restored)).isTrue();
        enabled.signIn(enabled.user());
    }
}
