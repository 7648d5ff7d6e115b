package io.authrealm.api.service.bin;

import io.authrealm.api.keycloak.RecycleBinSwitch;
import io.authrealm.api.keycloak.ServerTime;
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
 * Purges users who have been deleted for as long as their realm keeps them.
 *
 * <p>Nothing is purged while Keycloak's storage of users is not the pack's: the pack then does not
 * know which users were restored without it.
 *
 * <p>Each user is purged in a transaction of its own, which locks the user and looks again. So a
 * crash leaves no user half removed, and nodes that run this at the same moment only wait for each
 * other. A user who cannot be purged is left alone for a day.
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

    /** Runs after each {@code interval}, on every node. */
    public static void start(KeycloakSession session, Duration interval) {
        PurgeSchedule schedule = new PurgeSchedule(session.getKeycloakSessionFactory());
        session.getProvider(TimerProvider.class).schedule(schedule::run, interval.toMillis(), NAME);
    }

    private void run() {
        Instant end = ServerTime.now().plus(LONGEST_RUN);
        try {
            if (RecycleBinSwitch.isInPlace(factory)) {
                purgeRealms(end);
            }
        } catch (Throwable e) {
            // An exception would end all timed tasks of the server.
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
        // So that no realm always comes last.
        Collections.shuffle(realmIds);
        realmIds.forEach(realmId -> purgeRealm(realmId, end));
    }

    private void purgeRealm(String realmId, Instant end) {
        int purged = 0;
        List<String> due = due(realmId);
        while (!due.isEmpty() && ServerTime.now().isBefore(end)) {
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

    /** A user who cannot be purged is not due again at once, so that a run ends. */
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
