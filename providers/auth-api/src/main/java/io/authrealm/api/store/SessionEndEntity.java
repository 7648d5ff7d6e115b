package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_session_end}; {@link SessionEnds} explains the columns. */
@Entity
@Table(name = "authrealm_session_end")
public class SessionEndEntity {

    @Id
    @Column(name = "user_id", length = 255)
    private String userId;

    @Column(name = "realm_id", length = 36, nullable = false)
    private String realmId;

    @Column(name = "epoch", nullable = false)
    private long epoch;

    @Column(name = "ended_at", nullable = false)
    private long endedAt;

    @Column(name = "kept_session_id", length = 36)
    private String keptSessionId;

    protected SessionEndEntity() {}

    SessionEndEntity(
            String userId, String realmId, long epoch, long endedAt, String keptSessionId) {
        this.userId = userId;
        this.realmId = realmId;
        this.epoch = epoch;
        this.endedAt = endedAt;
        this.keptSessionId = keptSessionId;
    }
}
