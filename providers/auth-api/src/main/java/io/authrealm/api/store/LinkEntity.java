package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_link}; {@link Links} explains the columns. */
@Entity
@Table(name = "authrealm_link")
public class LinkEntity {

    @Id
    @Column(name = "token_hash", length = 43)
    private String tokenHash;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "user_id", length = 255, nullable = false)
    private String userId;

    @Column(name = "purpose", length = 32, nullable = false)
    private String purpose;

    @Column(name = "account_state", length = 43, nullable = false)
    private String accountState;

    @Column(name = "expires_at", nullable = false)
    private long expiresAt;

    @Column(name = "used_at")
    private Long usedAt;

    protected LinkEntity() {}

    LinkEntity(
            String tokenHash,
            String realmId,
            String userId,
            String purpose,
            String accountState,
            long expiresAt) {
        this.tokenHash = tokenHash;
        this.realmId = realmId;
        this.userId = userId;
        this.purpose = purpose;
        this.accountState = accountState;
        this.expiresAt = expiresAt;
    }

    String realmId() {
        return realmId;
    }

    String userId() {
        return userId;
    }

    String purpose() {
        return purpose;
    }

    String accountState() {
        return accountState;
    }

    long expiresAt() {
        return expiresAt;
    }

    boolean isUsed() {
        return usedAt != null;
    }
}
