package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;

/** A row of {@code authrealm_trusted_device}; {@link DeviceTokens} explains the columns. */
@Entity
@Table(name = "authrealm_trusted_device")
public class TrustedDeviceEntity {

    @Id
    @Column(name = "token_hash", length = 43)
    private String tokenHash;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "user_id", length = 255, nullable = false)
    private String userId;

    @Column(name = "account_state", length = 43, nullable = false)
    private String accountState;

    @Column(name = "created_at", nullable = false)
    private long createdAt;

    @Column(name = "expires_at", nullable = false)
    private long expiresAt;

    protected TrustedDeviceEntity() {}

    TrustedDeviceEntity(
            String tokenHash,
            String realmId,
            String userId,
            String accountState,
            long createdAt,
            long expiresAt) {
        this.tokenHash = tokenHash;
        this.realmId = realmId;
        this.userId = userId;
        this.accountState = accountState;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    String tokenHash() {
        return tokenHash;
    }

    String realmId() {
        return realmId;
    }

    String userId() {
        return userId;
    }

    String accountState() {
        return accountState;
    }

    /**
     * @param lifetime what the realm allows now; a device that was trusted for longer ends earlier
     * @param now in milliseconds since 1970
     */
    boolean hasEnded(Duration lifetime, long now) {
        return expiresAt <= now || createdAt + lifetime.toMillis() <= now;
    }
}
