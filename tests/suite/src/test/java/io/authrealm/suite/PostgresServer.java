package io.authrealm.suite;

import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The server on PostgreSQL that the classes of a process share which kill it, stop its database or
 * query that; started when the first of them needs it. Starting a server takes longer than most of
 * their tests. Each of them has it to itself ({@link ResourceLock} {@link #LOCK}) and leaves it
 * running. It has few connections, and looks for users to purge and for old rows every second.
 */
final class PostgresServer {

    static final String LOCK = "server on PostgreSQL";

    /** The number of its connections to the database. */
    static final int CONNECTIONS = 10;

    private static final String FOLDER = "on-postgres" + TestServer.FORK;

    private static PostgresServer running;

    private final Path home = Distribution.copyForPostgres(FOLDER);
    private final TestDatabase database;
    private KeycloakServer server;

    private PostgresServer() throws IOException {
        database = TestDatabase.start(FOLDER);
        server = start(0);
    }

    static synchronized PostgresServer running() {
        if (running == null) {
            try {
                running = new PostgresServer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    static synchronized void stopIfRunning() throws IOException {
        if (running != null) {
            running.server.stop();
            running.database.close();
            running = null;
        }
    }

    private KeycloakServer start(int port) {
        return node(home)
                .option("--db-pool-initial-size=1")
                .option("--db-pool-max-size=" + CONNECTIONS)
                .option("--spi-realm-restapi-extension--v1--purge-interval=1")
                .option("--spi-jpa-entity-provider--authrealm--clean-up-interval=1")
                .httpPort(port)
                .start();
    }

    private KeycloakServer.Builder node(Path of) {
        return TestServer.another(of, database)
                .option("--spi-realm-restapi-extension--v1--tenant-creation=operators")
                .shortLived()
                .readyWhen("/healthz");
    }

    /** Another server on the same database, with a folder of its own; the caller adds the rest. */
    KeycloakServer.Builder another(String folder) {
        return node(Distribution.copyOf(home, folder));
    }

    TestDatabase database() {
        return database;
    }

    /** Scheme, host and port; the same after a restart, because tokens are valid only there. */
    String url() {
        return server.baseUrl();
    }

    Admin admin() {
        return new Admin(url());
    }

    String log() throws IOException {
        return Files.readString(server.logFile());
    }

    void kill() {
        server.kill();
    }

    void startAgain() {
        server = start(URI.create(url()).getPort());
    }

    /** The database connections that wait for a lock. */
    long waiting() {
        return database.count("select count(*) from pg_locks where not granted");
    }
}
