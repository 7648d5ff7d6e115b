package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_key_use}; {@link KeyUses} explains the columns. */
@Entity
@Table(name = "authrealm_key_use")
public class KeyUseEntity {

    @Id
    @Column(name = "credential_id", length = 36)
    private String credentialId;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "user_id", length = 255, nullable = false)
    private String userId;

    @Column(name = "backup_eligible", nullable = false)
    private boolean backupEligible;

    @Column(name = "backed_up", nullable = false)
    private boolean backedUp;

    @Column(name = "last_used_at")
    private Long lastUsedAt;

    protected KeyUseEntity() {}

    KeyUseEntity(
            String credentialId,
            String realmId,
            String userId,
            boolean backupEligible,
            boolean backedUp,
            Long lastUsedAt) {
        this.credentialId = credentialId;
        this.realmId = realmId;
        this.userId = userId;
        this.backupEligible = backupEligible;
        this.backedUp = backedUp;
        this.lastUsedAt = lastUsedAt;
    }
}
