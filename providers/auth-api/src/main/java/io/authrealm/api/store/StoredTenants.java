package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * What the API knows of a tenant and Keycloak does not know of a realm. A realm without a row is a
 * tenant too: the row comes with the first change. The row of a tenant that was purged stays,
 * because nobody else may get its slug: the addresses of the two would be the same.
 */
public final class StoredTenants {

    /**
     * One tenant; times are in milliseconds since 1970.
     *
     * @param slug the name of the realm when the row was written
     * @param isMade whether the API has made the realm
     * @param region null if it was never set
     * @param logoUrl null if there is none
     * @param metadata as JSON; null if there are none
     * @param createdAt null if it is not known
     * @param deletedAt null if the tenant is not deleted
     * @param purgedAt null if there still is a realm
     */
    public record Row(
            String realmId,
            String slug,
            boolean isMade,
            String region,
            String logoUrl,
            String metadata,
            Long createdAt,
            long updatedAt,
            Long deletedAt,
            Long purgedAt) {

        /** Of a realm that the API makes now. */
        public static Row made(
                String realmId, String slug, String region, String logoUrl, String metadata) {
            long now = Time.currentTimeMillis();
            return new Row(realmId, slug, true, region, logoUrl, metadata, now, now, null, null);
        }

        /** Of a realm that was made without the API. */
        public static Row found(String realmId, String slug) {
            return new Row(
                    realmId,
                    slug,
                    false,
                    null,
                    null,
                    null,
                    null,
                    Time.currentTimeMillis(),
                    null,
                    null);
        }

        /** The same tenant with these data, changed now. */
        public Row with(String newRegion, String newLogoUrl, String newMetadata) {
            return new Row(
                    realmId,
                    slug,
                    isMade,
                    newRegion,
                    newLogoUrl,
                    newMetadata,
                    createdAt,
                    Time.currentTimeMillis(),
                    deletedAt,
                    purgedAt);
        }

        /** The same tenant, deleted now. */
        public Row deleted() {
            long now = Time.currentTimeMillis();
            return ending(now, null);
        }

        /** The same tenant, not deleted any more. */
        public Row restored() {
            return ending(null, null);
        }

        /** What stays of the tenant after its realm. */
        public Row purged() {
            return with(null, null, null).ending(deletedAt, Time.currentTimeMillis());
        }

        private Row ending(Long deletion, Long purge) {
            return new Row(
                    realmId,
                    slug,
                    isMade,
                    region,
                    logoUrl,
                    metadata,
                    createdAt,
                    Time.currentTimeMillis(),
                    deletion,
                    purge);
        }
    }

    private final EntityManager entities;

    public StoredTenants(KeycloakSession session) {
        this.entities = entities(session);
    }

    public Optional<Row> find(String realmId) {
        return Optional.ofNullable(entities.find(TenantEntity.class, realmId))
                .map(TenantEntity::row);
    }

    /** Writes the row, whether or not there is one already. */
    public void write(Row row) {
        TenantEntity entity = entities.find(TenantEntity.class, row.realmId());
        if (entity == null) {
            entities.persist(new TenantEntity(row));
        } else {
            entity.write(row);
        }
        entities.flush();
    }

    /**
     * Whether a realm, or a tenant that is gone, has the name in any case.
     *
     * @param slug in lower case
     */
    public boolean isTaken(String slug) {
        // A realm that is purged between the two statements has its row then.
        return exists("select count(r) from RealmEntity r where lower(r.name) = :slug", slug)
                || exists(
                        "select count(t) from TenantEntity t"
                                + " where t.slug = :slug and t.isMade = true",
                        slug);
    }

    private boolean exists(String query, String slug) {
        return entities.createQuery(query, Long.class).setParameter("slug", slug).getSingleResult()
                > 0;
    }

    /**
     * Writes what the transaction has made, and makes others wait, on all nodes, that have come as
     * far. {@link #countMade} is exact from now on until the end of the transaction.
     */
    public void lockNumber() {
        entities.flush();
        if (entities.find(LockEntity.class, LockEntity.TENANTS, LockModeType.PESSIMISTIC_WRITE)
                == null) {
            throw new IllegalStateException("authrealm_lock has no row for tenants");
        }
    }

    /** How many realms there are that the API has made. */
    public long countMade() {
        return entities.createQuery(
                        "select count(t) from TenantEntity t"
                                + " where t.isMade = true and t.purgedAt is null",
                        Long.class)
                .getSingleResult();
    }

    /**
     * The ids of the realms of tenants that were deleted before a time and not purged yet, those
     * that were deleted first.
     */
    public List<String> deletedBefore(long millis, int most) {
        return entities.createQuery(
                        "select t.realmId from TenantEntity t"
                                + " where t.deletedAt < :before and t.purgedAt is null"
                                + " order by t.deletedAt",
                        String.class)
                .setParameter("before", millis)
                .setMaxResults(most)
                .getResultList();
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        entities(session)
                .createQuery("delete from TenantEntity t where t.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
