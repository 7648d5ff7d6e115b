package io.authrealm.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The local server of {@code ./mvnw -Pserve}: Keycloak with the pack and the demo tenants, until
 * Ctrl-C.
 *
 * <p>Reads the system properties {@code authrealm.serve.home} (the unpacked distribution), {@code
 * .jar} (the pack), {@code .realms} (the folder of realm files), {@code .port} and {@code .fresh}.
 */
public final class Serve {

    private static final PrintStream OUT = System.out;

    private Serve() {}

    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(property("home"));
        int port = port(property("port"));
        // Maven gives a bare -Dfresh the value "true"; -Dfresh= gives none.
        boolean fresh = !property("fresh").equals("false");

        // Held for as long as this process lives: two servers on one database would destroy it.
        FileLock lock = lock(home.resolve("serve.lock"));
        if (lock == null) {
            refuse("A local server is running in " + home + " already. Stop it first (Ctrl-C).");
        }
        if (!Port.isFree(port)) {
            refuse(
                    "Port "
                            + port
                            + " is taken. Stop the program that listens there, or choose another port: -Dhttp.port=8081");
        }

        Path log = home.resolve("keycloak.log");
        OUT.println();
        OUT.println("Starting " + home.getFileName() + " on port " + port + " ...");
        OUT.println("The first start takes a minute, later ones half of it. Log: " + log);

        AtomicBoolean ready = new AtomicBoolean();
        KeycloakServer server;
        try {
            server =
                    KeycloakServer.from(home)
                            .provider(Path.of(property("jar")))
                            .importRealms(Path.of(property("realms")))
                            .httpPort(port)
                            .fresh(fresh)
                            .logFile(log)
                            .option("--spi-realm-restapi-extension--v1--default-tenant=acme")
                            .onLine(line -> showProblem(line, ready.get()))
                            .readyWhen("/healthz")
                            .startLimit(Duration.ofMinutes(5))
                            .start();
        } catch (IllegalStateException e) {
            if (isShuttingDown()) {
                return;
            }
            refuse(e.getMessage());
            return;
        }

        ready.set(true);
        printReady(server.baseUrl());
        server.awaitEnd();
        if (!isShuttingDown()) {
            refuse("Keycloak has ended by itself. Its log: " + log);
        }
    }

    private static void printReady(String base) {
        String email = "maria-" + randomPart() + "@acme.example";
        String json = " -H 'Content-Type: application/json' -d '";
        String credentials =
                "\"email\":\"%s\",\"password\":\"correct-horse-battery\"".formatted(email);
        String signUp =
                "curl -s "
                        + base
                        + "/v1/auth/signup"
                        + json
                        + "{"
                        + credentials
                        + ",\"display_name\":\"Maria\"}'";
        String signIn = "curl -s " + base + "/v1/auth/login" + json + "{" + credentials + "}'";
        String accessToken = " | sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p'";
        String me =
                "curl -s "
                        + base
                        + "/v1/auth/me -H \"Authorization: Bearer $("
                        + signIn
                        + accessToken
                        + ")\"";

        OUT.println();
        OUT.println("AuthRealm is ready.");
        OUT.println();
        OUT.println("  Base URL       " + base);
        OUT.println(
                "  Admin console  " + base + "/admin/  (admin / admin, listens on localhost only)");
        OUT.println("  Tenants        acme, globex");
        OUT.println();
        OUT.println("Sign up, sign in, and ask who is signed in:");
        OUT.println();
        OUT.println(signUp);
        OUT.println();
        OUT.println(signIn);
        OUT.println();
        OUT.println(me);
        OUT.println();
        OUT.println(
                "Ctrl-C stops the server. Its data stays for the next start; -Dfresh deletes it.");
        OUT.flush();
    }

    /**
     * Once the server runs, only what needs attention is worth a line here; the log has the rest.
     */
    private static void showProblem(String line, boolean ready) {
        if (ready && (line.contains(" WARN ") || line.contains(" ERROR "))) {
            OUT.println(line);
        }
    }

    /** Makes the printed sign-up work again after every start, although the data is kept. */
    private static String randomPart() {
        byte[] bytes = new byte[3];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Answered below, with the numbers out of range.
        }
        refuse("-Dhttp.port=" + text + " is not a port number (1 to 65535).");
        return -1;
    }

    private static FileLock lock(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            refuse("Cannot write to " + file.getParent() + ": " + e.getMessage());
            return null;
        }
    }

    /**
     * Ends Maven's process as well, in which this program runs, so that no stack trace of Maven's
     * follows.
     */
    private static void refuse(String why) {
        OUT.flush();
        System.err.println(why);
        System.err.flush();
        System.exit(1);
    }

    private static boolean isShuttingDown() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static String property(String name) {
        String value = System.getProperty("authrealm.serve." + name);
        if (value == null) {
            refuse("The system property authrealm.serve." + name + " is missing.");
        }
        return value;
    }
}
