package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_api_key}; {@link StoredApiKeys} explains the columns. */
@Entity
@Table(name = "authrealm_api_key")
public class ApiKeyEntity {

    @Id
    @Column(name = "id", length = 36)
    private String id;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "prefix", length = 16, nullable = false)
    private String prefix;

    @Column(name = "key_hash", length = 43, nullable = false)
    private String keyHash;

    @Column(name = "name", length = 512, nullable = false)
    private String name;

    @Column(name = "scopes", length = 2048, nullable = false)
    private String scopes;

    @Column(name = "maker_realm_id", length = 36, nullable = false)
    private String makerRealmId;

    @Column(name = "maker_id", length = 255, nullable = false)
    private String makerId;

    @Column(name = "maker_client", length = 255, nullable = false)
    private String makerClient;

    @Column(name = "stands_for_maker", nullable = false)
    private boolean standsForMaker;

    @Column(name = "parent_id", length = 36)
    private String parentId;

    @Column(name = "created_at", nullable = false)
    private long createdAt;

    @Column(name = "expires_at")
    private Long expiresAt;

    @Column(name = "last_used_at")
    private Long lastUsedAt;

    @Column(name = "revoked_at")
    private Long revokedAt;

    protected ApiKeyEntity() {}

    ApiKeyEntity(StoredApiKeys.Row row, String keyHash) {
        this.id = row.id();
        this.realmId = row.realmId();
        this.prefix = row.prefix();
        this.keyHash = keyHash;
        this.name = row.name();
        this.scopes = String.join(" ", row.scopes());
        this.makerRealmId = row.maker().realmId();
        this.makerId = row.maker().userId();
        this.makerClient = row.maker().clientId();
        this.standsForMaker = row.standsForMaker();
        this.parentId = row.parentId();
        this.createdAt = row.createdAt();
        this.expiresAt = row.expiresAt();
    }

    StoredApiKeys.Row row() {
        return new StoredApiKeys.Row(
                id,
                realmId,
                prefix,
                name,
                StoredApiKeys.scopes(scopes),
                new StoredApiKeys.Maker(makerRealmId, makerId, makerClient),
                standsForMaker,
                parentId,
                createdAt,
                expiresAt,
                lastUsedAt,
                revokedAt);
    }

    String keyHash() {
        return keyHash;
    }
}
