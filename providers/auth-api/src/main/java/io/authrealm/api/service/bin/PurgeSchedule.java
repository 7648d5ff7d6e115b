package io.authrealm.api.service.bin;

import io.authrealm.api.keycloak.RecycleBinSwitch;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;

/**
 * Removes deleted users for good when they have been deleted for as long as their realm keeps them.
 *
 * <p>Nobody is purged while Keycloak's storage of users is not the pack's, because it is not known
 * then who was restored past the pack.
 *
 * <p>Each user goes in a transaction of their own, which locks them and looks again, so that a
 * crash leaves nobody half removed, and nodes that run this at the same moment only wait for each
 * other. Who cannot be removed is left alone for a day.
 */
public final class PurgeSchedule {

    private static final Logger LOG = Logger.getLogger(PurgeSchedule.class);

    private static final String NAME = "authrealm-purge-deleted-users";

    private static final int PAGE = 100;

    /** All timed tasks of the server share one thread. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(1);

    private static final Duration PUT_OFF = Duration.ofDays(1);

    private final KeycloakSessionFactory factory;

    private PurgeSchedule(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /** Begins after the first {@code interval}, on each node for itself. */
    public static void start(KeycloakSession session, Duration interval) {
        PurgeSchedule schedule = new PurgeSchedule(session.getKeycloakSessionFactory());
        session.getProvider(TimerProvider.class).schedule(schedule::run, interval.toMillis(), NAME);
    }

    private void run() {
        Instant end = Instant.now().plus(LONGEST_RUN);
        try {
            if (RecycleBinSwitch.isInPlace(factory)) {
                purgeRealms(end);
            }
        } catch (Throwable e) {
            // It would end all timed tasks of the server.
            LOG.warn("Deleted users were not purged; they will be looked at again", e);
        }
    }

    private void purgeRealms(Instant end) {
        List<String> realmIds =
                new ArrayList<>(
                        inTransaction(
                                session -> {
                                    DeletedUsers.forgetEnabled(session);
                                    return DeletedUsers.realms(session);
                                }));
        // No realm keeps the others from their turn.
        Collections.shuffle(realmIds);
        realmIds.forEach(realmId -> purgeRealm(realmId, end));
    }

    private void purgeRealm(String realmId, Instant end) {
        int purged = 0;
        List<String> due = due(realmId);
        while (!due.isEmpty() && Instant.now().isBefore(end)) {
            for (String userId : due) {
                if (purge(realmId, userId)) {
                    purged++;
                }
            }
            due = due(realmId);
        }
        if (purged > 0) {
            LOG.infof("Purged %d deleted users of realm %s", purged, realmId);
        }
    }

    private List<String> due(String realmId) {
        return inTransaction(
                session ->
                        tenant(session, realmId)
                                .filter(here -> here.settings().deletedUsersRetentionDays() > 0)
                                .map(here -> due(session, here))
                                .orElse(List.of()));
    }

    private static List<String> due(KeycloakSession session, Tenant tenant) {
        Duration kept = Duration.ofDays(tenant.settings().deletedUsersRetentionDays());
        return new DeletedUsers(session, tenant.realm())
                .due(Time.currentTimeMillis() - kept.toMillis(), PAGE);
    }

    /** Whoever is not purged is not due again at once, so that a run comes to an end. */
    private boolean purge(String realmId, String userId) {
        try {
            PurgeResult result = inTransaction(session -> purge(session, realmId, userId));
            if (result instanceof PurgeResult.Purged) {
                return true;
            }
        } catch (Throwable e) {
            LOG.warnf(e, "User %s of realm %s was not purged", userId, realmId);
        }
        putOff(realmId, userId);
        return false;
    }

    private static PurgeResult purge(KeycloakSession session, String realmId, String userId) {
        return tenant(session, realmId)
                .map(here -> new RecycleBin(session, here).purge(userId))
                .orElseGet(PurgeResult.NotDeleted::new);
    }

    private void putOff(String realmId, String userId) {
        inTransaction(
                session -> {
                    RealmModel realm = session.realms().getRealm(realmId);
                    if (realm != null) {
                        new DeletedUsers(session, realm)
                                .putPurgeOff(userId, Time.currentTimeMillis() + PUT_OFF.toMillis());
                    }
                    return null;
                });
    }

    private static Optional<Tenant> tenant(KeycloakSession session, String realmId) {
        Optional<Tenant> found = Tenant.of(session, session.realms().getRealm(realmId));
        found.ifPresent(here -> session.getContext().setRealm(here.realm()));
        return found;
    }

    private <T> T inTransaction(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }
}
