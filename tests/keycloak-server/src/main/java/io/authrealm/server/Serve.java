package io.authrealm.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The local server of {@code ./mvnw -Pserve}: Keycloak with the pack and the demo tenants, a mail
 * catcher for their messages, and the example app to which their links lead, until Ctrl-C.
 *
 * <p>Reads the system properties {@code authrealm.serve.home} (the unpacked distribution), {@code
 * .jar} (the pack), {@code .realms} (the folder of realm files), {@code .app} (the folder of the
 * example app), {@code .port}, {@code .mailPort} (of the mail catcher's page; "auto" for 8025 or,
 * if that is taken, a free one) and {@code .fresh}.
 */
public final class Serve {

    private static final PrintStream OUT = System.out;
    private static final List<String> TENANTS = List.of("acme", "globex");

    private Serve() {}

    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(property("home"));
        int port = port("http.port", property("port"));
        // Maven gives a bare -Dfresh the value "true"; -Dfresh= gives none.
        boolean fresh = !property("fresh").equals("false");

        // Held while this process lives: two servers on one database would destroy it.
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

        MailCatcher mails = startMailCatcher(property("mailPort"), port);
        Optional<AppSite> app = startApp(port, mails.pageUrl());

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
                            .option("--spi-realm-restapi-extension--v1--tenant-creation=everybody")
                            .option("--spi-authrealm-sms--provider=webhook")
                            .option("--spi-authrealm-sms--webhook--url=" + mails.smsUrl())
                            .environment("KC_SPI_AUTHREALM_SMS__WEBHOOK__SECRET", mails.smsSecret())
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

        RouteResult mailRoutes = new RealmMail(server.baseUrl()).route(TENANTS, mails.smtpPort());
        Optional<RouteResult> links =
                app.map(site -> new RealmApp(server.baseUrl()).route(TENANTS, site.url()));
        if (isShuttingDown()) {
            return;
        }
        ready.set(true);
        printReady(server.baseUrl(), mails.pageUrl(), app.map(AppSite::url), mailRoutes, links);
        server.awaitEnd();
        if (!isShuttingDown()) {
            refuse("Keycloak has ended by itself. Its log: " + log);
        }
    }

    private static MailCatcher startMailCatcher(String pagePort, int httpPort) {
        try {
            if (pagePort.equals("auto")) {
                return MailCatcher.start(httpPort, InstantSource.system());
            }
            int port = port("mail.port", pagePort);
            Optional<MailCatcher> started =
                    port == httpPort
                            ? Optional.empty()
                            : MailCatcher.startOn(port, InstantSource.system());
            if (started.isEmpty()) {
                refuse(
                        "Port "
                                + port
                                + " is taken. Choose another port for the mails: -Dmail.port=8026");
            }
            return started.orElseThrow();
        } catch (IllegalStateException | UncheckedIOException e) {
            refuse(e.getMessage());
            throw e;
        }
    }

    private static Optional<AppSite> startApp(int httpPort, String mails) {
        List<Integer> ports = AppSite.PORTS.stream().filter(it -> it != httpPort).toList();
        String server = "http://localhost:" + httpPort;
        return AppSite.start(
                Path.of(property("app")), new AppSite.Surroundings(server, mails), ports);
    }

    private static void printReady(
            String base,
            String mails,
            Optional<String> app,
            RouteResult mailRoutes,
            Optional<RouteResult> links) {
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
        OUT.println("  Mails          " + mails);
        OUT.println(
                "  Example app    "
                        + app.orElse(
                                "does not run: the ports %d to %d are taken"
                                        .formatted(
                                                AppSite.PORTS.get(0),
                                                AppSite.PORTS.get(AppSite.PORTS.size() - 1))));
        OUT.println("  Tenants        " + String.join(", ", TENANTS));
        OUT.println();
        printUncaught(mailRoutes);
        links.ifPresent(Serve::printForeignLinks);
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

    private static void printUncaught(RouteResult routes) {
        printProblem(
                "Mails are not caught",
                routes,
                (tenant, host) ->
                        "Mails of %s go to %s, as its email settings say.".formatted(tenant, host));
    }

    private static void printForeignLinks(RouteResult routes) {
        printProblem(
                "Links in mails may not lead to the example app",
                routes,
                (tenant, address) ->
                        "Links in mails of %s lead to %s, as its app_url says."
                                .formatted(tenant, address));
    }

    private static void printProblem(
            String problem, RouteResult routes, BinaryOperator<String> elsewhere) {
        if (routes instanceof RouteResult.SignInRefused) {
            OUT.println(problem + ": the administrator's password is not the one above anymore.");
            OUT.println();
        } else if (routes instanceof RouteResult.Failed failed) {
            OUT.println(problem + ": " + failed.reason() + ".");
            OUT.println();
        } else if (routes instanceof RouteResult.Routed routed && !routed.elsewhere().isEmpty()) {
            routed.elsewhere()
                    .forEach((tenant, there) -> OUT.println(elsewhere.apply(tenant, there)));
            OUT.println();
        }
    }

    /** Once the server runs, only problems are printed here; the log has the rest. */
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

    private static int port(String option, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Handled below, with the numbers out of range.
        }
        refuse("-D" + option + "=" + text + " is not a port number (1 to 65535).");
        return -1;
    }

    private static @Nullable FileLock lock(Path file) {
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
     * Also ends Maven's process, in which this program runs, so that Maven prints no stack trace.
     */
    private static void refuse(@Nullable String why) {
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
