package io.authrealm.api.service.imports;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The right to import into a realm, which one request on all nodes has at a time. Its holder renews
 * it while it works, so that it ends soon after a node crashes.
 *
 * <p>The lease only keeps two requests from doing the same work. The transactions make sure that no
 * row is imported twice: they check the position of the import.
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

    /** Renews the lease. Call it much more often than the lease lives. */
    void keep() {
        if (System.nanoTime() - renewAt < 0) {
            return;
        }
        // A put takes effect only when the transaction of its session ends.
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
