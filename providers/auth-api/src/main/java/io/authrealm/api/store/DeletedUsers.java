package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * The deleted users of a realm. A deleted user is a disabled one with a row here. All data stay
 * where they are, so the address stays taken and a restore is complete. A user who was enabled
 * without the pack, for example while it was removed, is not deleted, even if there is a row.
 */
public final class DeletedUsers {

    /**
     * A deleted user's position in the order of deletion.
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
     * The condition, in JPQL, that a user is deleted. It is one subquery without a disjunction, for
     * which a database would read all rows.
     *
     * @param user the name or path of a {@code UserEntity} in the query
     */
    public static String isDeleted(String user) {
        return " exists (select 1 from DeletedUserEntity d where d.userId = %s.id and %s.enabled = false)"
                .formatted(user, user);
    }

    /** The same condition for a query by criteria. */
    public static Predicate isDeleted(
            CriteriaBuilder builder, CriteriaQuery<?> query, Path<?> user) {
        Subquery<Integer> rows = query.subquery(Integer.class);
        Root<DeletedUserEntity> row = rows.from(DeletedUserEntity.class);
        rows.select(builder.literal(1))
                .where(
                        builder.equal(row.get("userId"), user.get("id")),
                        builder.isFalse(user.get("enabled")));
        return builder.exists(rows);
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

    /** When a user was deleted; nothing if the user is not. */
    public static Optional<Instant> deletedAt(KeycloakSession session, String userId) {
        return Optional.ofNullable(entities(session).find(DeletedUserEntity.class, userId))
                .map(row -> Instant.ofEpochMilli(row.deletedAt()).truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Whether the user is neither deleted nor purged now. The user may be older than the answer:
     * this session or Keycloak's cache has read it before.
     */
    public static boolean isStillThere(KeycloakSession session, UserModel user) {
        if (!StorageId.isLocalStorage(user.getId())) {
            return !contains(session, user);
        }
        return !entities(session)
                .createQuery(
                        "select u.id from UserEntity u where u.id = :user and not" + isDeleted("u"),
                        String.class)
                .setParameter("user", user.getId())
                .getResultList()
                .isEmpty();
    }

    /**
     * Saves {@link #contains} a query for each user whom this session has just read by a query that
     * leaves out deleted ones.
     */
    public static void found(KeycloakSession session, Set<String> notDeleted) {
        session.setAttribute(NOT_DELETED, notDeleted);
    }

    /**
     * Locks the user: any other deletion, restore or purge waits until the transaction has ended.
     * Reads the user anew. Returns false if the realm has no such user.
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
        // What was read before the lock may be gone or out of date.
        DeletedUserEntity read = entities.find(DeletedUserEntity.class, userId);
        if (read != null) {
            entities.detach(read);
        }
        return user.isPresent();
    }

    /** Whether a locked user is deleted. */
    public boolean contains(String lockedUserId) {
        return !entities.createQuery(
                        "select d.userId" + DELETED + " and d.userId = :user", String.class)
                .setParameter("realm", realm.getId())
                .setParameter("user", lockedUserId)
                .getResultList()
                .isEmpty();
    }

    /**
     * Marks a locked user, who is disabled in the same transaction, as deleted.
     *
     * @param deletedBy the id of the admin, or null
     */
    public void add(String lockedUserId, String deletedBy) {
        remove(lockedUserId);
        entities.persist(
                new DeletedUserEntity(
                        lockedUserId, realm.getId(), Time.currentTimeMillis(), deletedBy));
        entities.flush();
    }

    /** Removes the mark from a locked user. */
    public void remove(String lockedUserId) {
        DeletedUserEntity row = entities.find(DeletedUserEntity.class, lockedUserId);
        if (row != null) {
            entities.remove(row);
            entities.flush();
        }
    }

    /**
     * Deleted users, the latest deletion first.
     *
     * @param after the last entry that is known already, or null
     */
    public List<Entry> newestFirst(Entry after, int limit) {
        long deletedAt = after == null ? Long.MAX_VALUE : after.deletedAt();
        return entities.createQuery(
                        "select d"
                                + DELETED
                                + " and (d.deletedAt < :at or d.deletedAt = :at and d.userId <"
                                + " :user) order by d.deletedAt desc, d.userId desc",
                        DeletedUserEntity.class)
                .setParameter("realm", realm.getId())
                .setParameter("at", deletedAt)
                .setParameter("user", after == null ? "" : after.userId())
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> new Entry(row.userId(), row.deletedAt()))
                .toList();
    }

    /** Ids of users who were deleted before that time and whose purge is not postponed. */
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

    /**
     * Postpones the purge: {@link #due} leaves the user out until that time, in milliseconds since
     * 1970.
     */
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
     * Forgets the deletion of all users who were enabled without the pack, so that a later
     * suspension is not taken for it.
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

    /** Whether another user, deleted or not, has the same address. */
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
