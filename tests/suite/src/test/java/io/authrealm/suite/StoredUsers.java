package io.authrealm.suite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fills realms with users by SQL on PostgreSQL: over HTTP, a million of them would take hours. */
final class StoredUsers {

    /** One of the users. */
    record Person(String id, String email, Instant createdAt, String phone) {}

    /** Addresses begin with one of these; a tenth of the users has each. */
    static final String FIRST_OF_ALL = "anna";

    static final String LAST_OF_ALL = "jan";

    /**
     * One in a hundred is suspended, one in a thousand deleted; half have a phone, nine in ten a
     * password, one in ten an authenticator app, and a third a session. Three were created in each
     * minute, so their order is not only that of time. Their addresses are in no order.
     */
    private static final String PEOPLE =
            """
            create temp table people as
            select n, h, h::uuid::varchar id, realm, role, first, first || '.' || last || n || '@example.com' email,
              (now_minute - 500000 + n / 3) * 60000 created
            from (
              select n, md5(r.id || n) h, r.id realm, r.default_role as role,
                (array['anna','bert','carla','dieter','emma','frank','gina','heinz','ida','jan'])[1 + n %% 10] first,
                (array['schmidt','meyer','weber','koch','wolf','braun','lange'])[1 + n %% 7] last,
                extract(epoch from now())::bigint / 60 now_minute
              from generate_series(%d, %d) n, realm r where r.name = '%s') named
            """;

    private static final List<String> ROWS =
            List.of(
                    """
                    insert into user_entity(id, realm_id, username, email, email_constraint, email_verified, enabled,
                      first_name, created_timestamp, not_before)
                    select id, realm, email, email, email, true, n % 100 <> 7 and n % 1000 <> 13, first, created, 0 from people
                    """,
                    """
                    insert into user_attribute(id, user_id, name, value)
                    select md5(h || 'd')::uuid, id, 'displayName', first || ' ' || n from people
                    union all select md5(h || 'u')::uuid, id, 'updatedAt', '2026-01-01T00:00:00Z' from people
                    union all select md5(h || 'p')::uuid, id, 'phoneNumber', '+49151' || 10000000 + n from people where n % 2 = 0
                    """,
                    """
                    insert into credential(id, user_id, type, created_date, secret_data, credential_data, priority, version)
                    select md5(h || 'c')::uuid, id, 'password', created, '{"value":"AAAA","salt":"AAAA"}',
                      '{"hashIterations":2,"algorithm":"argon2"}', 10, 0 from people where n % 10 > 0
                    union all select md5(h || 'o')::uuid, id, 'otp', created, '{"value":"secret"}',
                      '{"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}', 20, 0
                    from people where n % 10 = 5
                    """,
                    "insert into user_role_mapping(user_id, role_id) select id, role from people",
                    """
                    insert into offline_user_session(user_session_id, user_id, realm_id, created_on, offline_flag,
                      last_session_refresh, data)
                    select md5(h || 's')::uuid, id, realm, created / 1000, '0', extract(epoch from now())::int, '{}'
                    from people where n % 3 = 0
                    """,
                    """
                    insert into authrealm_deleted_user(user_id, realm_id, deleted_at, purge_from)
                    select id, realm, created, created from people where n % 1000 = 13
                    """,
                    "drop table people");

    private final Connection database;

    StoredUsers(Connection database) {
        this.database = database;
    }

    /** Adds users with these numbers, which have to be new to the realm. */
    void add(TestRealm realm, int first, int last) throws SQLException {
        try (Statement statement = database.createStatement()) {
            // Foreign keys that are correct by construction take most of the time.
            statement.execute("set session_replication_role = replica");
            statement.execute(PEOPLE.formatted(first, last, realm.name()));
            for (String rows : ROWS) {
                statement.execute(rows);
            }
            statement.execute("vacuum analyze");
        }
    }

    /** Some active users with a phone, from the whole realm. */
    List<Person> sample(TestRealm realm, int size) throws SQLException {
        List<Person> people = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select u.id, u.email, u.created_timestamp, a.value
                                from user_entity u join user_attribute a on a.user_id = u.id and a.name = 'phoneNumber'
                                where u.realm_id = (select id from realm where name = '%s') and u.enabled
                                order by md5(u.id) limit %d
                                """
                                        .formatted(realm.name(), size))) {
            while (rows.next()) {
                people.add(
                        new Person(
                                rows.getString(1),
                                rows.getString(2),
                                Instant.ofEpochMilli(rows.getLong(3)),
                                rows.getString(4)));
            }
        }
        return people;
    }
}
