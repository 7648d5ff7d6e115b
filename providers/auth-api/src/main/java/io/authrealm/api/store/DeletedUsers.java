package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Which users of a realm are deleted. A deleted user is a disabled one with a row here: everything
 * that is known of them stays where it is, so that their address is taken and a restore is whole. A
 * user whom somebody enabled past the pack, with the pack removed for example, is not deleted,
 * whatever row there is.
 */
public final class DeletedUsers {

    /**
     * A deleted user's place in the order of deletion.
     *
     * @param deletedAt in milliseconds since 1970
     */
    public record Entry(String userId, long deletedAt) {}

    private static final String NOT_DELETED = "authrealm.users-not-deleted";

    private static final String DELETED =
            " from DeletedUserEntity d, UserEntity u where u.id = d.userId and u.enabled = false"
                    + " and d.realmId = :realm";

    private final EntityManager entities;
    private final RealmModel realm;

    public DeletedUsers(KeycloakSession session, RealmModel realm) {
        this.entities = entities(session);
        this.realm = realm;
    }

    /**
     * Whether the user is deleted; costs nothing for a user who is enabled, or was {@link #found
     * not deleted}.
     */
    public static boolean contains(KeycloakSession session, UserModel user) {
        return !user.isEnabled()
                && !session.getAttributeOrDefault(NOT_DELETED, Set.of()).contains(user.getId())
                && entities(session).find(DeletedUserEntity.class, user.getId()) != null;
    }

    /**
     * Spares {@link #contains} a query for each of the users whom this session has just read from a
     * query that leaves out the deleted ones.
     */
    public static void found(KeycloakSession session, Set<String> notDeleted) {
        session.setAttribute(NOT_DELETED, notDeleted);
    }

    /**
     * Makes whatever else deletes, restores or purges this user wait until the transaction has
     * ended, and reads the user anew. Returns false where the realm has no such user.
     */
    public boolean lock(String userId) {
        entities.flush();
        Optional<Object> user =
                entities.createQuery(
                                "select u from UserEntity u where u.id = :user"
                                        + " and u.realmId = :realm",
                                Object.class)
                        .setParameter("user", userId)
                        .setParameter("realm", realm.getId())
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getResultStream()
                        .findFirst();
        user.ifPresent(entities::refresh);
        // What was read of it before may be gone, or another one.
        DeletedUserEntity read = entities.find(DeletedUserEntity.class, userId);
        if (read != null) {
            entities.detach(read);
        }
        return user.isPresent();
    }

    /** Whether a user that is locked is deleted. */
    public boolean contains(String lockedUserId) {
        return !entities.createQuery(
                        "select d.userId" + DELETED + " and d.userId = :user", String.class)
                .setParameter("realm", realm.getId())
                .setParameter("user", lockedUserId)
                .getResultList()
                .isEmpty();
    }

    /**
     * Counts a user who is locked, and disabled in the same transaction, as deleted from now on.
     *
     * @param deletedBy the id of who did it, or null
     */
    public void add(String lockedUserId, String deletedBy) {
        remove(lockedUserId);
        entities.persist(
                new DeletedUserEntity(
                        lockedUserId, realm.getId(), Time.currentTimeMillis(), deletedBy));
        entities.flush();
    }

    /** Counts a user who is locked as deleted no longer. */
    public void remove(String lockedUserId) {
        DeletedUserEntity row = entities.find(DeletedUserEntity.class, lockedUserId);
        if (row != null) {
            entities.remove(row);
            entities.flush();
        }
    }

    /**
     * The users who were deleted last come first.
     *
     * @param after the last entry that is known already, or null
     */
    public List<Entry> newestFirst(Entry after, int limit) {
        long deletedAt = after == null ? Long.MAX_VALUE : after.deletedAt();
        return entities.createQuery(
                        "select d"
                                + DELETED
                                + " and (d.deletedAt < :at or d.deletedAt = :at and d.userId < :user)"
                                + " order by d.deletedAt desc, d.userId desc",
                        DeletedUserEntity.class)
                .setParameter("realm", realm.getId())
                .setParameter("at", deletedAt)
                .setParameter("user", after == null ? "" : after.userId())
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> new Entry(row.userId(), row.deletedAt()))
                .toList();
    }

    /** Ids of users who were deleted before that time and whose purge was not put off. */
    public List<String> due(long deletedBefore, int limit) {
        return entities.createQuery(
                        "select d.userId"
                                + DELETED
                                + " and d.deletedAt < :before and d.purgeFrom <= :now"
                                + " order by d.deletedAt, d.userId",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("before", deletedBefore)
                .setParameter("now", Time.currentTimeMillis())
                .setMaxResults(limit)
                .getResultList();
    }

    /** Keeps {@link #due} from naming the user before that time, in milliseconds since 1970. */
    public void putPurgeOff(String userId, long until) {
        entities.createQuery(
                        "update DeletedUserEntity d set d.purgeFrom = :until"
                                + " where d.realmId = :realm and d.userId = :user")
                .setParameter("until", until)
                .setParameter("realm", realm.getId())
                .setParameter("user", userId)
                .executeUpdate();
    }

    /**
     * Forgets the deletion of all who were enabled past the pack since, so that a later suspension
     * is not taken for it.
     */
    public static void forgetEnabled(KeycloakSession session) {
        entities(session)
                .createQuery(
                        "delete from DeletedUserEntity d where d.userId in"
                                + " (select u.id from UserEntity u where u.enabled = true)")
                .executeUpdate();
    }

    /** Ids of the realms that have deleted users. */
    public static List<String> realms(KeycloakSession session) {
        return entities(session)
                .createQuery("select distinct d.realmId from DeletedUserEntity d", String.class)
                .getResultList();
    }

    /** Whether another user, deleted or not, has the address of this one. */
    public boolean isSharedEmail(String userId) {
        return entities.createQuery(
                                "select count(o) from UserEntity u, UserEntity o"
                                        + " where u.id = :user and o.email = u.email"
                                        + " and o.realmId = :realm and o.id <> u.id",
                                Long.class)
                        .setParameter("user", userId)
                        .setParameter("realm", realm.getId())
                        .getSingleResult()
                > 0;
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
