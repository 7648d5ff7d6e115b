package io.authrealm.api.http;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Asks the database whether it answers, with one query at a time. While the database does not
 * answer, all callers wait for the same query and hold no connections.
 */
public final class Readiness {

    /** After this long a database that did not answer may answer again. */
    public static final int RETRY_AFTER_SECONDS = 5;

    private static final Logger LOG = Logger.getLogger(Readiness.class);
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private Future<?> question;

    /**
     * What is wrong with the database, in words that are safe to publish; null if it answers in
     * time.
     */
    public String failure(KeycloakSession session) {
        try {
            ask(session).get(BUDGET.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (TimeoutException e) {
            return "no answer within 2 s";
        } catch (ExecutionException e) {
            // The cause may name hosts and users, which belong in the log only.
            LOG.warn("The database does not answer", e.getCause());
            return "unavailable";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private synchronized Future<?> ask(KeycloakSession session) {
        if (question == null || question.isDone()) {
            KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
            question =
                    session.getProvider(ExecutorsProvider.class)
                            .getExecutor("authrealm-readiness")
                            .submit(
                                    () ->
                                            KeycloakModelUtils.runJobInTransaction(
                                                    factory, Readiness::query));
        }
        return question;
    }

    private static void query(KeycloakSession session) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery("select count(r) from RealmEntity r where r.id is null")
                .getSingleResult();
    }
}
