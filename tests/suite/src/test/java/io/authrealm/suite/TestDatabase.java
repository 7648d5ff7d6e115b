package io.authrealm.suite;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL for a server that belongs to one test, which the test may query. */
final class TestDatabase implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres postgres;

    private TestDatabase(Path data, EmbeddedPostgres postgres) {
        this.data = data;
        this.postgres = postgres;
    }

    /** A database on which a server was started before, with its files in a folder of this name. */
    static TestDatabase start(String folder) throws IOException {
        Path data = Distribution.copyOfPostgres(folder);
        return new TestDatabase(data, start(data));
    }

    /** On these files, or on new ones if there are none. */
    static EmbeddedPostgres start(Path data) throws IOException {
        return on(data).start();
    }

    private static EmbeddedPostgres.Builder on(Path data) {
        return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    /** Stops it and closes all connections. */
    void stop() throws IOException {
        postgres.close();
    }

    /** Restarts it on the same port. */
    void startAgain() throws IOException {
        postgres = on(data).setPort(postgres.getPort()).start();
    }

    /** Makes it stop answering, though it keeps its connections. */
    void freeze() throws IOException {
        signal("-STOP");
    }

    void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", signal, String.valueOf(pid)));
        server.descendants().forEach(child -> command.add(String.valueOf(child.pid())));
        new ProcessBuilder(command).inheritIO().start().onExit().join();
    }

    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    /** The options with which a server uses it. */
    List<String> serverOptions() {
        return TestServer.optionsOf(postgres);
    }

    void execute(String statement, Object... values) {
        try (Connection connection = connect();
                PreparedStatement prepared = prepare(connection, statement, values)) {
            prepared.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number in the only row of a query. */
    long count(String query, Object... values) {
        try (Connection connection = connect();
                PreparedStatement prepared = prepare(connection, query, values);
                ResultSet result = prepared.executeQuery()) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A transaction that a test keeps open; closing it rolls it back. */
    interface Transaction extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs this in a transaction that stays open. */
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
