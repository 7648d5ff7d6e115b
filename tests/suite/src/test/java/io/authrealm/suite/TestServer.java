package io.authrealm.suite;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.authrealm.fakes.FakeRangeServer;
import io.authrealm.fakes.FakeSmsGateway;
import io.authrealm.server.KeycloakServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Keycloak that all test classes of a run share, started when the first of them needs it. With
 * {@code -Dauthrealm.test.server=containers} it runs in a container, else from the unpacked
 * distribution, whose database is PostgreSQL or, with {@code -Dauthrealm.test.db=h2}, H2.
 */
final class TestServer {

    /** The realm for requests at the origin root that name no tenant. */
    static final String DEFAULT_TENANT = "suite-default";

    private static final String DEFAULT_TENANT_OPTION =
            "--spi-realm-restapi-extension--v1--default-tenant=" + DEFAULT_TENANT;

    private static final String BREACH_OPTIONS = "--spi-password-policy--breached-password--";

    private static final String CORPUS_OPTION = BREACH_OPTIONS + "corpus=";

    /**
     * Longer than a hash ever waits, so that the classes that run at once need not expect the
     * answer of a busy server.
     */
    private static final String MAX_WAIT_OPTION = "--spi-password-hashing--argon2--max-wait=50000";

    /** Everybody makes tenants, and the tests make more than a client may. */
    private static final List<String> TENANT_OPTIONS =
            List.of(
                    "--spi-realm-restapi-extension--v1--tenant-creation=everybody",
                    "--spi-realm-restapi-extension--v1--tenants-per-address=0");

    /**
     * The first tenant in the order of their names, of which tests make all sorts. At the root its
     * settings serve for requests that name no tenant while there is no default tenant, and no
     * class changes them.
     */
    private static final String FIRST_TENANT = "0-first";

    /** The usual format plus the id of the request that wrote the line. */
    private static final String LOG_FORMAT =
            "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c] (%t) <%X{request_id}> %s%e%n";

    /** The signing key of text messages to the fake gateway. */
    static final String SMS_SECRET = "the-suite-signs-its-text-messages-with-this";

    private static final String SMS_OPTIONS = "--spi-authrealm-sms--";

    /** What {@link #ranges()} answers, and what the server has asked it. */
    static final String RANGES_LOCK = "breached passwords";

    /** What {@link #sms()} answers, and what the server has sent it. */
    static final String SMS_LOCK = "text messages";

    /** The service that every server of the tests uses as Have I Been Pwned. */
    private static final FakeRangeServer RANGES = new FakeRangeServer();

    /** The gateway to which every server of the tests sends its text messages. */
    private static final FakeSmsGateway SMS = new FakeSmsGateway();

    /** The path of the jar in a server. */
    static final Path INSTALLED_JAR = Path.of("providers", "authrealm.jar");

    /**
     * Distinguishes the processes of a run, each of which has its own; empty if there is one
     * process.
     */
    static final String FORK = System.getProperty("authrealm.test.fork", "");

    private static TestServer running;

    private final String url;
    private final Admin admin;
    private final Runnable stop;

    private TestServer(String url, Runnable stop) {
        this.url = url;
        this.admin = new Admin(url);
        this.stop = stop;
    }

    /** Scheme, host and port, without a slash at the end. */
    static String url() {
        return running().url;
    }

    static Admin admin() {
        return running().admin;
    }

    /** The API at the origin root. */
    static Api root() {
        return new Api(url());
    }

    static Metrics metrics() {
        return Metrics.of(url());
    }

    /** The log of the server so far, if it is a process of this machine. */
    static List<String> log() {
        try {
            return Files.readAllLines(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An additional server that is already built; the caller adds the rest. */
    static KeycloakServer.Builder another(Path home) {
        KeycloakServer.Builder builder =
                KeycloakServer.from(home).logFile(home.resolveSibling("keycloak.log"));
        buildOptions().forEach(builder::option);
        smsOptions().forEach(builder::option);
        return builder;
    }

    /** The same, with this database. */
    static KeycloakServer.Builder another(Path home, TestDatabase database) {
        KeycloakServer.Builder builder = another(home);
        database.serverOptions().forEach(builder::option);
        return builder;
    }

    /**
     * A server with other options has to be rebuilt. Metrics are at {@code /metrics} of the API's
     * port, and not of a second one.
     */
    static List<String> buildOptions() {
        return List.of(
                "--metrics-enabled=true",
                "--legacy-observability-interface=true",
                SMS_OPTIONS + "provider=webhook");
    }

    static FakeRangeServer ranges() {
        return RANGES;
    }

    static FakeSmsGateway sms() {
        return SMS;
    }

    /** The server refuses to start if its sender lacks one of them. */
    static List<String> smsOptions() {
        String webhook = SMS_OPTIONS + "webhook--";
        return List.of(
                webhook + "url=http://" + hostOfThisProcess() + ":" + SMS.port() + "/messages",
                webhook + "secret=" + SMS_SECRET,
                webhook + "allow-http=" + isContainer());
    }

    /** Makes the service answer correctly again, and waits until the server has noticed. */
    static void endOutageOfRanges() {
        RANGES.up();
        RANGES.answer(FakeRangeServer.Mood.RIGHT);
        Await.until(
                "the service is used again",
                Duration.ofSeconds(70),
                () -> metrics().sum("authrealm_breached_password_online_interrupted") == 0);
    }

    private static String rangesOption() {
        return BREACH_OPTIONS + "base-url=http://" + hostOfThisProcess() + ":" + RANGES.port();
    }

    /** The path at which the server looks for a corpus; there is none at its start. */
    static Path corpus() {
        return home().resolveSibling("breached-passwords" + FORK + ".corpus").toAbsolutePath();
    }

    static boolean isContainer() {
        return "containers".equals(System.getProperty("authrealm.test.server"));
    }

    static boolean isOnPostgres() {
        return "postgres".equals(System.getProperty("authrealm.test.db"));
    }

    /** The host name under which the server reaches a port that a test has opened. */
    static String hostOfThisProcess() {
        return isContainer() ? "host.docker.internal" : "127.0.0.1";
    }

    static Path jar() {
        return Path.of(System.getProperty("authrealm.test.jar")).toAbsolutePath().normalize();
    }

    /** The unpacked distribution, from which no server runs. */
    static Path home() {
        return Path.of(System.getProperty("authrealm.test.home"));
    }

    /** Whether the server is of this version of Keycloak or a later one. */
    static boolean isSince(String version) {
        return Version.parse(System.getProperty("authrealm.test.keycloak"))
                        .compareTo(Version.parse(version))
                >= 0;
    }

    static synchronized void stopIfRunning() {
        if (running != null) {
            running.stop.run();
            running = null;
        }
    }

    private static synchronized TestServer running() {
        if (running == null) {
            running = isContainer() ? startContainer() : startProcess();
            running.admin.put("/master", ofMaster());
            TestRealm.existing(FIRST_TENANT, running.admin).create();
        }
        return running;
    }

    /** Its admins sign in often, and their tokens last as long as the longest class. */
    private static Map<String, Object> ofMaster() {
        return Map.of("accessTokenLifespan", 3600, "passwordPolicy", TestRealm.QUICK_HASH);
    }

    private static Path logFile() {
        return home().resolveSibling("keycloak" + FORK + ".log");
    }

    private static TestServer startProcess() {
        Optional<TestDatabase> database = startDatabase();
        String folder = "server" + FORK;
        Path home =
                database.isPresent()
                        ? Distribution.copyForPostgres(folder)
                        : Distribution.copy(folder);
        KeycloakServer.Builder builder =
                another(home)
                        .logFile(logFile())
                        .option(DEFAULT_TENANT_OPTION)
                        .option(rangesOption())
                        .option(CORPUS_OPTION + corpus())
                        .option(MAX_WAIT_OPTION)
                        .option("--spi-theme--cache-themes=true")
                        .option("--spi-theme--cache-templates=true")
                        .environment("KC_LOG_CONSOLE_FORMAT", LOG_FORMAT)
                        .readyWhen("/healthz");
        TENANT_OPTIONS.forEach(builder::option);
        if (!Soak.ON) {
            builder.optimizeCryptographyOnly();
        }
        database.map(TestDatabase::serverOptions).orElse(List.of()).forEach(builder::option);
        KeycloakServer server = builder.start();
        return new TestServer(
                server.baseUrl(),
                () -> {
                    server.stop();
                    database.ifPresent(TestServer::stop);
                });
    }

    private static Optional<TestDatabase> startDatabase() {
        if (!isOnPostgres()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TestDatabase.start("server" + FORK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(TestDatabase database) {
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The options with which a server uses the database. */
    static List<String> optionsOf(EmbeddedPostgres database) {
        return List.of(
                "--db=postgres",
                "--db-url=" + database.getJdbcUrl("postgres", "postgres"),
                "--db-username=postgres",
                "--db-password=postgres");
    }

    private static TestServer startContainer() {
        String image = "quay.io/keycloak/keycloak:" + System.getProperty("authrealm.test.keycloak");
        KeycloakContainer container =
                new KeycloakContainer(image)
                        .withProviderLibsFrom(List.of(new File(jar().toString())))
                        .withCustomCommand(
                                String.join(
                                                " ",
                                                DEFAULT_TENANT_OPTION,
                                                rangesOption(),
                                                MAX_WAIT_OPTION)
                                        + " "
                                        + String.join(" ", TENANT_OPTIONS)
                                        + " "
                                        + String.join(" ", buildOptions())
                                        + " "
                                        + String.join(" ", smsOptions()))
                        .withExtraHost("host.docker.internal", "host-gateway");
        // If nothing else cleans up after Testcontainers, an interrupted run has to.
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        container.start();
        String url = container.getAuthServerUrl().replaceFirst("/$", "");
        return new TestServer(url, container::stop);
    }
}
