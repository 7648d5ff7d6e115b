package io.authrealm.api.server;

import io.authrealm.api.ApiRuntime;
import io.authrealm.api.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.keycloak.common.Version;
import org.keycloak.common.util.Environment;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** What load balancers ask (contract, section 4.6). */
public final class Health {

    private static final Logger LOG = Logger.getLogger(Health.class);
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Build BUILD = Build.read();

    private record Alive(String status, String service, String env, String uptime, Build build) {}

    private record Ready(String status, Map<String, String> checks) {}

    private record Build(String version, String commit, String date, String keycloak, String java) {

        static Build read() {
            Properties properties = new Properties();
            try (InputStream in = Health.class.getResourceAsStream("/authrealm-build.properties")) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Build(
                    properties.getProperty("version"),
                    properties.getProperty("commit"),
                    properties.getProperty("date"),
                    Version.VERSION,
                    Runtime.version().toString());
        }
    }

    private final KeycloakSession session;
    private final ApiRuntime runtime;

    public Health(KeycloakSession session, ApiRuntime runtime) {
        this.session = session;
        this.runtime = runtime;
    }

    /** The process answers. */
    public Answer alive() {
        Duration uptime = Duration.between(runtime.startedAt(), Instant.now());
        String text =
                "%dh%dm%ds"
                        .formatted(
                                uptime.toHours(), uptime.toMinutesPart(), uptime.toSecondsPart());
        return Answer.ok(
                new Alive(
                        "ok",
                        "authrealm",
                        Environment.isDevMode() ? "development" : "production",
                        text,
                        BUILD));
    }

    /** The database answers within two seconds. */
    public Answer ready() {
        String failure = databaseFailure();
        return failure == null
                ? Answer.ok(new Ready("ready", Map.of("db", "ok")))
                : Answer.of(503, new Ready("not_ready", Map.of("db", "fail: " + failure)));
    }

    private String databaseFailure() {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        Future<?> query =
                session.getProvider(ExecutorsProvider.class)
                        .getExecutor("authrealm-readiness")
                        .submit(
                                () ->
                                        KeycloakModelUtils.runJobInTransaction(
                                                factory, Health::query));
        try {
            query.get(BUDGET.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (TimeoutException e) {
            query.cancel(true);
            return "no answer within 2 s";
        } catch (ExecutionException e) {
            // The cause may name hosts and users, which are for the log only.
            LOG.warn("The database does not answer", e.getCause());
            return "unavailable";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static void query(KeycloakSession session) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery("select count(r) from RealmEntity r where r.id is null")
                .getSingleResult();
    }
}
