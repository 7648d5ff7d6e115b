package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_invite}; {@link Invites} explains the columns. */
@Entity
@Table(name = "authrealm_invite")
public class InviteEntity {

    @Id
    @Column(name = "id", length = 36)
    private String id;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "email", length = 255, nullable = false)
    private String email;

    @Column(name = "role_id", length = 36)
    private String roleId;

    @Column(name = "token_hash", length = 43, nullable = false)
    private String tokenHash;

    @Column(name = "invite_state", length = 16, nullable = false)
    private String state;

    @Column(name = "expires_at", nullable = false)
    private long expiresAt;

    @Column(name = "ends_at", nullable = false)
    private long endsAt;

    @Column(name = "accepted_at")
    private Long acceptedAt;

    @Column(name = "created_at", nullable = false)
    private long createdAt;

    @Column(name = "inviter_realm_id", length = 36, nullable = false)
    private String inviterRealmId;

    @Column(name = "inviter_id", length = 255, nullable = false)
    private String inviterId;

    @Column(name = "inviter_client", length = 255, nullable = false)
    private String inviterClient;

    protected InviteEntity() {}

    InviteEntity(
            String id,
            String realmId,
            String email,
            String roleId,
            String tokenHash,
            long createdAt,
            long expiresAt,
            StoredApiKeys.Maker inviter) {
        this.id = id;
        this.realmId = realmId;
        this.email = email;
        this.roleId = roleId;
        this.tokenHash = tokenHash;
        this.state = Invites.State.PENDING.name();
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
        this.endsAt = expiresAt;
        this.inviterRealmId = inviter.realmId();
        this.inviterId = inviter.userId();
        this.inviterClient = inviter.clientId();
    }

    String id() {
        return id;
    }

    String email() {
        return email;
    }

    String roleId() {
        return roleId;
    }

    String tokenHash() {
        return tokenHash;
    }

    Invites.State state() {
        return Invites.State.valueOf(state);
    }

    long expiresAt() {
        return expiresAt;
    }

    Long acceptedAt() {
        return acceptedAt;
    }

    long createdAt() {
        return createdAt;
    }

    StoredApiKeys.Maker inviter() {
        return new StoredApiKeys.Maker(inviterRealmId, inviterId, inviterClient);
    }
}
