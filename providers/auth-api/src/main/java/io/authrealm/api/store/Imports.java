package io.authrealm.api.store;

import io.authrealm.core.imports.Checkpoint;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A realm's imports of users: how far each is, and which rows created no user. The position of an
 * import is written in the same transaction as its users, so a crash loses none and repeats none.
 * An import is deleted a week after the last work on it.
 */
public final class Imports {

    /**
     * The parameters of an import, which never change.
     *
     * @param hashParameters what the file's hashes have in common, which is secret; may be null,
     *     and is forgotten at the end of the import
     */
    public record Order(
            String keyHash,
            String requestHash,
            String source,
            boolean isDryRun,
            boolean skipsExisting,
            String hashParameters) {

        @Override
        public String toString() {
            return "Order";
        }
    }

    /** Whether an import takes more of its file. */
    public enum State {
        OPEN,
        /** The whole file was read. */
        COMPLETED,
        /** The rest of the file cannot be read. */
        MALFORMED,
        /** An admin has cancelled it. */
        CANCELLED
    }

    /**
     * Created users by their second factors.
     *
     * @param demanded of whom one is demanded
     * @param totp who have an authenticator app
     * @param recoveryCodes who have recovery codes
     */
    public record FactorCounts(long demanded, long totp, long recoveryCodes) {}

    /** Rows by outcome. */
    public record Counts(long created, long skipped, long failed, FactorCounts factors) {

        public static final Counts NONE = new Counts(0, 0, 0, new FactorCounts(0, 0, 0));

        public long seen() {
            return created + skipped + failed;
        }
    }

    /** An import at a moment. */
    public record Progress(
            String id,
            Order order,
            State state,
            Checkpoint at,
            Counts counts,
            Instant createdAt,
            Instant updatedAt) {}

    /**
     * A row that created no user.
     *
     * @param line of the file, from 1
     * @param email that of the row, or empty
     * @param code the reason, for programs
     * @param message the reason, for people; never repeats the row
     */
    public record RowError(long line, String email, String code, String message) {}

    /** Errors after {@code after}; {@code next} is null at the end. */
    public record ErrorPage(List<RowError> items, Long next) {}

    /** More errors of an import are counted and not stored. */
    public static final int MAX_ERRORS = 100_000;

    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final EntityManager entities;
    private final RealmModel realm;

    public Imports(KeycloakSession session, RealmModel realm) {
        this.entities = entities(session);
        this.realm = realm;
    }

    /**
     * Stores a new import.
     *
     * @throws org.keycloak.models.ModelDuplicateException if the realm has one with this key
     */
    public Progress create(Order order, String createdBy) {
        ImportEntity entity =
                new ImportEntity(
                        KeycloakModelUtils.generateId(),
                        realm.getId(),
                        order,
                        createdBy,
                        Time.currentTimeMillis());
        entities.persist(entity);
        entities.flush();
        return describe(entity);
    }

    public Optional<Progress> find(String id) {
        return Optional.ofNullable(entities.find(ImportEntity.class, id))
                .filter(entity -> entity.realmId().equals(realm.getId()))
                .map(Imports::describe);
    }

    public Optional<Progress> findByKey(String keyHash) {
        return entities.createQuery(
                        "select i from ImportEntity i where i.realmId = :realm and i.keyHash = :key",
                        ImportEntity.class)
                .setParameter("realm", realm.getId())
                .setParameter("key", keyHash)
                .getResultStream()
                .findFirst()
                .map(Imports::describe);
    }

    /** Like {@link #find}, with a lock until the end of the transaction. */
    public Optional<Progress> lock(String id) {
        if (find(id).isEmpty()) {
            // An import of another realm is neither locked nor waited for.
            return Optional.empty();
        }
        Optional<ImportEntity> found =
                Optional.ofNullable(
                        entities.find(ImportEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
        // It was read before the lock, and may be out of date.
        found.ifPresent(entities::refresh);
        return found.map(Imports::describe);
    }

    /** Stores the progress of a locked import. */
    public Progress advance(
            String lockedId, Checkpoint to, Counts more, List<RowError> errors, State state) {
        ImportEntity entity = entities.find(ImportEntity.class, lockedId);
        long number = entity.counts().failed();
        for (RowError error : errors) {
            number++;
            if (number <= MAX_ERRORS) {
                entities.persist(new ImportErrorEntity(lockedId, number, error));
            }
        }
        entity.moveTo(to);
        entity.add(more);
        entity.change(state, Time.currentTimeMillis());
        entities.flush();
        return describe(entity);
    }

    /**
     * The errors of an import in the order of its file.
     *
     * @param after the number of the last error that is known already, or 0
     */
    public ErrorPage errors(String id, long after, int limit) {
        List<ImportErrorEntity> found =
                entities.createQuery(
                                "select e from ImportErrorEntity e where e.importId = :id"
                                        + " and e.number > :after order by e.number",
                                ImportErrorEntity.class)
                        .setParameter("id", id)
                        .setParameter("after", after)
                        .setMaxResults(limit + 1)
                        .getResultList();
        List<ImportErrorEntity> page = found.subList(0, Math.min(limit, found.size()));
        return new ErrorPage(
                page.stream().map(ImportErrorEntity::error).toList(),
                found.size() > limit ? page.get(limit - 1).number() : null);
    }

    static void forgetOld(KeycloakSession session) {
        forget(session, "i.updatedAt < :value", Time.currentTimeMillis() - REMEMBERED.toMillis());
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        forget(session, "i.realmId = :value", realmId);
    }

    /** The database removes an import's errors with it. */
    private static void forget(KeycloakSession session, String which, Object value) {
        entities(session)
                .createQuery("delete from ImportEntity i where " + which)
                .setParameter("value", value)
                .executeUpdate();
    }

    private static Progress describe(ImportEntity entity) {
        return new Progress(
                entity.id(),
                entity.order(),
                entity.state(),
                entity.checkpoint(),
                entity.counts(),
                Instant.ofEpochMilli(entity.createdAt()),
                Instant.ofEpochMilli(entity.updatedAt()));
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
