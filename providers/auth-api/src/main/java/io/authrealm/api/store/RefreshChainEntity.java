package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_refresh_chain}; {@link RefreshChain} explains the columns. */
@Entity
@Table(name = "authrealm_refresh_chain")
public class RefreshChainEntity {

    @Id
    @Column(name = "chain_id", length = 128)
    private String chainId;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "used_token", length = 64, nullable = false)
    private String usedToken;

    @Column(name = "use_count", nullable = false)
    private int useCount;

    @Column(name = "issued_tokens", length = 2048, nullable = false)
    private String issuedTokens;

    @Column(name = "version", nullable = false)
    private long version;

    @Column(name = "expires_at", nullable = false)
    private long expiresAt;

    protected RefreshChainEntity() {}

    RefreshChainEntity(
            String chainId,
            String realmId,
            String usedToken,
            int useCount,
            String issuedTokens,
            long version,
            long expiresAt) {
        this.chainId = chainId;
        this.realmId = realmId;
        this.usedToken = usedToken;
        this.useCount = useCount;
        this.issuedTokens = issuedTokens;
        this.version = version;
        this.expiresAt = expiresAt;
    }
}
