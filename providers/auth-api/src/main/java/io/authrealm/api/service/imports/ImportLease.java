package io.authrealm.api.service.imports;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A realm's leave to import, which one request on all nodes has at a time. Its holder renews it
 * while it works, so that it ends soon after a node that crashes.
 *
 * <p>It saves two requests from doing the same work. That no row is imported twice is the business
 * of the transactions: they look where the import is.
 */
final class ImportLease implements AutoCloseable {

    private static final Duration LIFE = Duration.ofSeconds(20);

    private final KeycloakSession session;
    private final String key;
    private long renewAt;

    private ImportLease(KeycloakSession session, String key) {
        this.session = session;
        this.key = key;
        begin();
    }

    /** Nothing if another request has it. */
    static Optional<ImportLease> take(KeycloakSession session, String realmId) {
        String key = "authrealm.import." + realmId;
        return session.singleUseObjects().putIfAbsent(key, LIFE.toSeconds())
                ? Optional.of(new ImportLease(session, key))
                : Optional.empty();
    }

    private void begin() {
        renewAt = System.nanoTime() + LIFE.toNanos() / 4;
    }

    /** To be called again and again, much more often than it lives. */
    void keep() {
        if (System.nanoTime() - renewAt < 0) {
            return;
        }
        // What a session puts there is there when its transaction has ended.
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(),
                job -> job.singleUseObjects().put(key, LIFE.toSeconds(), Map.of()));
        begin();
    }

    @Override
    public void close() {
        session.singleUseObjects().remove(key);
    }
}
