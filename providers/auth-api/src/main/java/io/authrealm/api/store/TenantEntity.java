package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_tenant}; {@link StoredTenants} explains the columns. */
@Entity
@Table(name = "authrealm_tenant")
public class TenantEntity {

    @Id
    @Column(name = "realm_id", length = 36)
    private String realmId;

    @Column(name = "slug", length = 255, nullable = false)
    private String slug;

    @Column(name = "is_made", nullable = false)
    private boolean isMade;

    @Column(name = "region", length = 256)
    private String region;

    @Column(name = "logo_url")
    private String logoUrl;

    @Column(name = "metadata")
    private String metadata;

    @Column(name = "created_at")
    private Long createdAt;

    @Column(name = "updated_at", nullable = false)
    private long updatedAt;

    @Column(name = "deleted_at")
    private Long deletedAt;

    @Column(name = "purged_at")
    private Long purgedAt;

    protected TenantEntity() {}

    TenantEntity(StoredTenants.Row row) {
        this.realmId = row.realmId();
        this.slug = row.slug();
        this.isMade = row.isMade();
        this.createdAt = row.createdAt();
        write(row);
    }

    final void write(StoredTenants.Row row) {
        this.region = row.region();
        this.logoUrl = row.logoUrl();
        this.metadata = row.metadata();
        this.updatedAt = row.updatedAt();
        this.deletedAt = row.deletedAt();
        this.purgedAt = row.purgedAt();
    }

    StoredTenants.Row row() {
        return new StoredTenants.Row(
                realmId, slug, isMade, region, logoUrl, metadata, createdAt, updatedAt, deletedAt,
                purgedAt);
    }
}
