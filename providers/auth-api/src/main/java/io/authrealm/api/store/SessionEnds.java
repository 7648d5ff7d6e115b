package io.authrealm.api.store;

import io.authrealm.api.keycloak.TokenIssuer;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.function.Predicate;
import org.keycloak.common.util.MultiSiteUtils;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionModel.SessionPersistenceState;

/**
 * Decides which sessions have ended. The database decides, because Keycloak's cache of sessions can
 * be wrong: a request that reads a session while another one removes it puts it back, and a new
 * session is stored after the transaction of its sign-in.
 *
 * <p>Each user has an epoch, a number. Whatever ends all sessions of the user raises it in its own
 * transaction. A sign-in reads the epoch before it looks at a secret, and its session keeps that
 * number. A session of an earlier epoch has ended, wherever it still is stored.
 */
public final class SessionEnds {

    private static final String END = "select e.epoch, e.endedAt, e.keptSessionId from ";

    private static final String OF_STORED_SESSION =
            END
                    + "PersistentUserSessionEntity s"
                    + " left join SessionEndEntity e on e.userId = s.userId"
                    + " where s.userSessionId = :session and s.offline = :offline";

    private static final String OF_USER = END + "SessionEndEntity e where e.userId = :user";

    private static final long MILLIS = 1000;

    /**
     * When a user's sessions were last ended.
     *
     * @param epoch null if they never were
     * @param endedAt in milliseconds since 1970
     * @param keptId the id of the session that was kept, or null
     */
    private record End(Long epoch, Long endedAt, String keptId) {

        static End of(Object[] row) {
            return new End((Long) row[0], (Long) row[1], (String) row[2]);
        }

        /**
         * The session of a sign-in on Keycloak's pages has no epoch, so its start in seconds
         * decides.
         */
        boolean covers(UserSessionModel session) {
            if (epoch == null || session.getId().equals(keptId)) {
                return false;
            }
            String began = session.getNote(TokenIssuer.EPOCH_NOTE);
            return began == null
                    ? session.getStarted() < endedAt / MILLIS
                    : Long.parseLong(began) < epoch;
        }
    }

    private final EntityManager entities;

    public SessionEnds(KeycloakSession session) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Ends all sessions of the user, and those that sign-ins under way will create.
     *
     * @param keptId the id of the one session to keep, or null
     */
    public void raise(RealmModel realm, UserModel user, String keptId) {
        takeTurn(user);
        int raised =
                entities.createQuery(
                                "update SessionEndEntity e set e.epoch = e.epoch + 1,"
                                        + " e.endedAt = :now, e.keptSessionId = :kept"
                                        + " where e.userId = :user")
                        .setParameter("now", Time.currentTimeMillis())
                        .setParameter("kept", keptId)
                        .setParameter("user", user.getId())
                        .executeUpdate();
        if (raised == 0) {
            entities.persist(
                    new SessionEndEntity(
                            user.getId(), realm.getId(), 1, Time.currentTimeMillis(), keptId));
            entities.flush();
        }
    }

    /**
     * Locks the user's row until the end of the transaction: other changes of the password or of
     * sessions through the API wait here.
     */
    public void takeTurn(UserModel user) {
        entities.flush();
        entities.createQuery("select u from UserEntity u where u.id = :user", Object.class)
                .setParameter("user", user.getId())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** Whether the session is gone from the database, or is of an earlier epoch of its user. */
    public boolean hasEnded(UserSessionModel session) {
        if (!isStored(session)) {
            return endedOf(session.getUser()).test(session);
        }
        List<Object[]> rows =
                entities.createQuery(OF_STORED_SESSION, Object[].class)
                        .setParameter("session", session.getId())
                        .setParameter("offline", session.isOffline() ? "1" : "0")
                        .getResultList();
        return rows.isEmpty() || End.of(rows.get(0)).covers(session);
    }

    /** Which of the user's sessions that the database has are of an earlier epoch. */
    public Predicate<UserSessionModel> endedOf(UserModel user) {
        return entities.createQuery(OF_USER, Object[].class)
                .setParameter("user", user.getId())
                .getResultStream()
                .findFirst()
                .map(End::of)
                .<Predicate<UserSessionModel>>map(end -> end::covers)
                .orElse(session -> false);
    }

    private static boolean isStored(UserSessionModel session) {
        return session.getPersistenceState() != SessionPersistenceState.TRANSIENT
                && (session.isOffline() || MultiSiteUtils.isPersistentSessionsEnabled());
    }

    static void forgetUser(KeycloakSession session, String userId) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery("delete from SessionEndEntity e where e.userId = :user")
                .setParameter("user", userId)
                .executeUpdate();
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery("delete from SessionEndEntity e where e.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }
}
