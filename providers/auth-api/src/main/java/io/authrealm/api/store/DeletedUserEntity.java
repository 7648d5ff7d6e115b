package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A row of {@code authrealm_deleted_user}, see {@link DeletedUsers}. The database removes it with
 * the row of its user.
 */
@Entity
@Table(name = "authrealm_deleted_user")
public class DeletedUserEntity {

    @Id
    @Column(name = "user_id", length = 36)
    private String userId;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "deleted_at", nullable = false)
    private long deletedAt;

    @Column(name = "deleted_by", length = 255)
    private String deletedBy;

    @Column(name = "purge_from", nullable = false)
    private long purgeFrom;

    protected DeletedUserEntity() {}

    DeletedUserEntity(String userId, String realmId, long deletedAt, String deletedBy) {
        this.userId = userId;
        this.realmId = realmId;
        this.deletedAt = deletedAt;
        this.deletedBy = deletedBy;
        this.purgeFrom = deletedAt;
    }

    String userId() {
        return userId;
    }

    long deletedAt() {
        return deletedAt;
    }
}
