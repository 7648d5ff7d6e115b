package io.authrealm.api.store;

import io.authrealm.core.text.ApiKeyText;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.jpa.HibernateHints;
import org.jboss.logging.Logger;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The API keys of a realm. The database has only the SHA-256 of a key, which has 192 random bits. A
 * key is looked up for each request, so its end and the suspension of its maker hold at once on all
 * nodes. A row stays a while after its end, so that a client gets the right error. It goes with the
 * account of its maker.
 */
public final class StoredApiKeys {

    /**
     * The admin whose rights bound a key.
     *
     * @param realmId the realm whose user the admin is: that of the key, or {@code master}
     * @param clientId of the client whose token the admin had, and whose scope bounds the rights
     */
    public record Maker(String realmId, String userId, String clientId) {}

    /**
     * A key without its secret; times are in milliseconds since 1970.
     *
     * @param prefix by which the key is found; unique on the server
     * @param scopes the names of permissions, known or not
     * @param standsForMaker whether clients that ask whom the key stands for get its maker
     * @param parentId the key by which it was made, or null
     * @param expiresAt null if it does not expire
     * @param lastUsedAt null if it was never used
     * @param revokedAt null if it is not revoked
     */
    public record Row(
            String id,
            String realmId,
            String prefix,
            String name,
            List<String> scopes,
            Maker maker,
            boolean standsForMaker,
            String parentId,
            long createdAt,
            Long expiresAt,
            Long lastUsedAt,
            Long revokedAt) {

        public boolean isRevoked() {
            return revokedAt != null;
        }

        public boolean hasExpired() {
            return expiresAt != null && expiresAt <= Time.currentTimeMillis();
        }
    }

    /**
     * A new key.
     *
     * @param standsForMaker as in {@link Row}
     * @param parentId may be null
     * @param expiresAt may be null
     */
    public record NewKey(
            String name,
            List<String> scopes,
            Maker maker,
            boolean standsForMaker,
            String parentId,
            Long expiresAt) {}

    /** A key that was made, and its text, which is not stored. */
    public record Issued(Row row, ApiKeyText text) {}

    private static final Logger LOG = Logger.getLogger(StoredApiKeys.class);

    /** How long a key that has ended is remembered. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    /** How exact the time of the last use is. */
    public static final Duration USE_STEP = Duration.ofMinutes(1);

    /** The newest of a realm; the others are found by their ids. */
    private static final int MOST_LISTED = 1000;

    private static final String ACTIVE =
            " k.realmId = :realm and k.revokedAt is null"
                    + " and (k.expiresAt is null or k.expiresAt > :now)";

    private final EntityManager entities;
    private final RealmModel realm;

    public StoredApiKeys(KeycloakSession session, RealmModel realm) {
        this.entities = entities(session);
        this.realm = realm;
    }

    /**
     * The key of this text in whatever realm, ended or not. Nothing if there is none, or if its
     * maker is a suspended or deleted user of the database. A maker of a directory has no row; who
     * looks that user up sees more.
     */
    public static Optional<Row> find(KeycloakSession session, ApiKeyText text) {
        return entities(session)
                .createQuery(
                        "select k, u.enabled from ApiKeyEntity k"
                                + " left join UserEntity u on u.id = k.makerId"
                                + " where k.prefix = :prefix",
                        Object[].class)
                .setParameter("prefix", text.prefix())
                // So that the commit does not compare the row with what was read.
                .setHint(HibernateHints.HINT_READ_ONLY, true)
                .getResultList()
                .stream()
                .filter(found -> !Boolean.FALSE.equals(found[1]))
                .map(found -> (ApiKeyEntity) found[0])
                .filter(key -> isSame(key.keyHash(), text.hash()))
                .map(ApiKeyEntity::row)
                .findFirst();
    }

    private static boolean isSame(String stored, String sent) {
        return MessageDigest.isEqual(
                stored.getBytes(StandardCharsets.US_ASCII),
                sent.getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes a key. */
    public Issued issue(NewKey key) {
        ApiKeyText text = ApiKeyText.random(SecretGenerator.getInstance()::randomBytes);
        while (isTaken(text)) {
            text = ApiKeyText.random(SecretGenerator.getInstance()::randomBytes);
        }
        Row row =
                new Row(
                        KeycloakModelUtils.generateId(),
                        realm.getId(),
                        text.prefix(),
                        key.name(),
                        key.scopes(),
                        key.maker(),
                        key.standsForMaker(),
                        key.parentId(),
                        Time.currentTimeMillis(),
                        key.expiresAt(),
                        null,
                        null);
        entities.persist(new ApiKeyEntity(row, text.hash()));
        entities.flush();
        return new Issued(row, text);
    }

    private boolean isTaken(ApiKeyText text) {
        return entities.createQuery(
                                "select count(k) from ApiKeyEntity k where k.prefix = :prefix",
                                Long.class)
                        .setParameter("prefix", text.prefix())
                        .getSingleResult()
                > 0;
    }

    /** Makes other requests wait that make or revoke keys of the realm. */
    public void lock() {
        entities.createQuery("select r from RealmEntity r where r.id = :realm", Object.class)
                .setParameter("realm", realm.getId())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /** How many keys can be used. */
    public long countActive() {
        return entities.createQuery(
                        "select count(k) from ApiKeyEntity k where" + ACTIVE, Long.class)
                .setParameter("realm", realm.getId())
                .setParameter("now", Time.currentTimeMillis())
                .getSingleResult();
    }

    /** Whether the key can be used now, whatever this session has read before. */
    public boolean isActive(String id) {
        return entities.createQuery(
                                "select count(k) from ApiKeyEntity k where k.id = :id and" + ACTIVE,
                                Long.class)
                        .setParameter("id", id)
                        .setParameter("realm", realm.getId())
                        .setParameter("now", Time.currentTimeMillis())
                        .getSingleResult()
                > 0;
    }

    /** The keys of the realm, the newest first, with those that have ended. */
    public List<Row> newestFirst() {
        return entities.createQuery(
                        "select k from ApiKeyEntity k where k.realmId = :realm"
                                + " order by k.createdAt desc, k.id desc",
                        ApiKeyEntity.class)
                .setParameter("realm", realm.getId())
                .setMaxResults(MOST_LISTED)
                .getResultStream()
                .map(ApiKeyEntity::row)
                .toList();
    }

    /** A key of the realm, ended or not. */
    public Optional<Row> byId(String id) {
        return Optional.ofNullable(entities.find(ApiKeyEntity.class, id))
                .map(ApiKeyEntity::row)
                .filter(row -> row.realmId().equals(realm.getId()));
    }

    /**
     * Revokes a key and those that were made by it, and so on. The realm must be {@link #lock
     * locked}.
     *
     * @return the ids of all keys that this has ended; none if the key had ended or is unknown
     */
    public List<String> revoke(String id) {
        List<String> revoked = new ArrayList<>();
        List<String> next = notRevoked("k.id in :ids", List.of(id));
        while (!next.isEmpty()) {
            revoked.addAll(next);
            entities.createQuery("update ApiKeyEntity k set k.revokedAt = :now where k.id in :ids")
                    .setParameter("now", Time.currentTimeMillis())
                    .setParameter("ids", next)
                    .executeUpdate();
            next = notRevoked("k.parentId in :ids", next);
        }
        return revoked;
    }

    private List<String> notRevoked(String condition, List<String> ids) {
        return entities.createQuery(
                        "select k.id from ApiKeyEntity k where k.realmId = :realm"
                                + " and k.revokedAt is null and "
                                + condition,
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("ids", ids)
                .getResultList();
    }

    /**
     * Notes that the key is used now, once in {@link #USE_STEP}. It happens in the background:
     * otherwise all requests by one key would wait for one row.
     */
    public static void markUsedLater(KeycloakSession session, String id) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        long now = Time.currentTimeMillis();
        session.getProvider(ExecutorsProvider.class)
                .getExecutor("authrealm-api-keys")
                .execute(() -> markUsedNow(factory, id, now));
    }

    /** That a key was used is worth no failure: the next use is noted again. */
    private static void markUsedNow(KeycloakSessionFactory factory, String id, long now) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, job -> markUsed(job, id, now));
        } catch (RuntimeException e) {
            LOG.debugf(e, "The use of API key %s is not noted", id);
        }
    }

    private static void markUsed(KeycloakSession job, String id, long now) {
        entities(job)
                .createQuery(
                        "update ApiKeyEntity k set k.lastUsedAt = :now where k.id = :id"
                                + " and (k.lastUsedAt is null or k.lastUsedAt <= :before)")
                .setParameter("now", now)
                .setParameter("before", now - USE_STEP.toMillis())
                .setParameter("id", id)
                .executeUpdate();
    }

    static List<String> scopes(String stored) {
        return stored.isEmpty() ? List.of() : List.of(stored.split(" ", -1));
    }

    static void forgetOld(KeycloakSession session) {
        entities(session)
                .createQuery(
                        "delete from ApiKeyEntity k"
                                + " where k.revokedAt < :before or k.expiresAt < :before")
                .setParameter("before", Time.currentTimeMillis() - REMEMBERED.toMillis())
                .executeUpdate();
    }

    static void forgetUser(KeycloakSession session, String realmId, String userId) {
        entities(session)
                .createQuery(
                        "delete from ApiKeyEntity k"
                                + " where k.makerRealmId = :realm and k.makerId = :user")
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .executeUpdate();
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        entities(session)
                .createQuery("delete from ApiKeyEntity k where k.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
