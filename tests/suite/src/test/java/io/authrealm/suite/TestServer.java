package io.authrealm.suite;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.authrealm.server.KeycloakServer;
import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * The one Keycloak that all test classes of a run share, started when the first of them needs it.
 * With {@code -Dauthrealm.test.server=containers} it runs in a container, else from the unpacked
 * distribution.
 */
final class TestServer {

    /** The realm of requests at the origin root that name no tenant. */
    static final String DEFAULT_TENANT = "suite-default";

    private static final String DEFAULT_TENANT_OPTION =
            "--spi-realm-restapi-extension--v1--default-tenant=" + DEFAULT_TENANT;

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

    static boolean isContainer() {
        return "containers".equals(System.getProperty("authrealm.test.server"));
    }

    /** The name under which the server reaches a port that a test has opened. */
    static String hostOfThisProcess() {
        return isContainer() ? "host.docker.internal" : "127.0.0.1";
    }

    static Path jar() {
        return Path.of(System.getProperty("authrealm.test.jar")).toAbsolutePath().normalize();
    }

    /** The unpacked distribution. */
    static Path home() {
        return Path.of(System.getProperty("authrealm.test.home"));
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
        }
        return running;
    }

    private static TestServer startProcess() {
        KeycloakServer server =
                KeycloakServer.from(home())
                        .provider(jar())
                        .fresh(true)
                        .logFile(home().resolveSibling("keycloak.log"))
                        .option(DEFAULT_TENANT_OPTION)
                        .readyWhen("/healthz")
                        .start();
        return new TestServer(server.baseUrl(), server::stop);
    }

    private static TestServer startContainer() {
        String image = "quay.io/keycloak/keycloak:" + System.getProperty("authrealm.test.keycloak");
        KeycloakContainer container =
                new KeycloakContainer(image)
                        .withProviderLibsFrom(List.of(new File(jar().toString())))
                        .withCustomCommand(DEFAULT_TENANT_OPTION)
                        .withExtraHost("host.docker.internal", "host-gateway");
        // Where nothing else cleans up after Testcontainers, an interrupted run has to.
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        container.start();
        String url = container.getAuthServerUrl().replaceFirst("/$", "");
        return new TestServer(url, container::stop);
    }
}
