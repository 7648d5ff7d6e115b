package io.authrealm.suite;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A PostgreSQL for a server of a test's own, which the test may look into. */
final class TestDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    private TestDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** One that a server was started on before, with its files in a folder of this name. */
    static TestDatabase start(String folder) throws IOException {
        return new TestDatabase(start(Distribution.copyOfPostgres(folder)));
    }

    /** On these files, or on new ones where there are none. */
    static EmbeddedPostgres start(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
    }

    /** What makes a server use it. */
    List<String> serverOptions() {
        return TestServer.optionsOf(postgres);
    }

    void execute(String statement, Object... values) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement prepared = prepare(connection, statement, values)) {
            prepared.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number that a query has for its one row. */
    long count(String query, Object... values) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement prepared = prepare(connection, query, values);
                ResultSet result = prepared.executeQuery()) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A transaction that a test keeps open; closing it undoes what it has done. */
    interface Transaction extends AutoCloseable {
        @Override
        void close();
    }

    /** Does this in a transaction that goes on. */
    Transaction begin(String statement, Object... values) {
        try {
            Connection connection = postgres.getPostgresDatabase().getConnection();
            connection.setAutoCommit(false);
            prepare(connection, statement, values).execute();
            return () -> end(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void end(Connection connection) {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object[] values)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
        return prepared;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
