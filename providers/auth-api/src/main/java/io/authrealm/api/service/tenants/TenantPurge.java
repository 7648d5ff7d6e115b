package io.authrealm.api.service.tenants;

import io.authrealm.api.keycloak.RealmCreation;
import io.authrealm.api.store.RealmLock;
import io.authrealm.api.store.StoredTenants;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;

/**
 * Removes the realms of tenants that were deleted long enough ago. A realm that was enabled again
 * without the API is no deleted tenant any more. Each realm is removed in a transaction of its own,
 * which locks it: nodes that run this at the same moment only wait for each other.
 */
public final class TenantPurge {

    private static final Logger LOG = Logger.getLogger(TenantPurge.class);

    private static final String NAME = "authrealm-purge-deleted-tenants";

    /** All timed tasks of the server share one thread, and a large realm takes a while. */
    private static final int MOST_AT_A_TIME = 5;

    private final KeycloakSessionFactory factory;
    private final Duration retention;

    private TenantPurge(KeycloakSessionFactory factory, Duration retention) {
        this.factory = factory;
        this.retention = retention;
    }

    /**
     * Runs after each {@code interval}, on every node, unless deleted tenants are kept for ever.
     */
    public static void start(KeycloakSession session, Duration interval, TenantOptions options) {
        if (options.retention().isZero()) {
            return;
        }
        TenantPurge purge =
                new TenantPurge(session.getKeycloakSessionFactory(), options.retention());
        session.getProvider(TimerProvider.class).schedule(purge::run, interval.toMillis(), NAME);
    }

    private void run() {
        try {
            due().forEach(this::purge);
        } catch (Throwable e) {
            // An exception would end all timed tasks of the server.
            LOG.warn("Deleted tenants were not purged; they will be looked at again", e);
        }
    }

    private List<String> due() {
        long before = Time.currentTimeMillis() - retention.toMillis();
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, job -> new StoredTenants(job).deletedBefore(before, MOST_AT_A_TIME));
    }

    private void purge(String realmId) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, job -> purge(job, realmId));
        } catch (Throwable e) {
            LOG.warnf(e, "The realm %s of a deleted tenant was not removed", realmId);
        }
    }

    private static void purge(KeycloakSession job, String realmId) {
        Optional<RealmModel> locked = RealmLock.take(job, realmId);
        if (locked.isEmpty()) {
            return;
        }
        RealmModel realm = locked.get();
        StoredTenants stored = new StoredTenants(job);
        StoredTenants.Row row = stored.find(realmId).orElse(null);
        if (row == null || row.deletedAt() == null) {
            return;
        }
        if (realm.isEnabled()) {
            stored.write(row.restored());
            return;
        }
        RealmCreation.remove(job, realm);
        // The row has gone with the realm. Its slug stays reserved.
        stored.write(row.purged());
        LOG.infof("Removed the realm %s of a deleted tenant", row.slug());
    }
}
