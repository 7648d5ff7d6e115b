package io.authrealm.api.service.invites;

import io.authrealm.api.store.Invites;
import java.time.Instant;

/**
 * An invite as its readers see it.
 *
 * @param email in lower case
 * @param roleId of the realm role that comes with it; null if there is none
 * @param acceptedAt null if it was not accepted
 */
public record Invite(
        String id,
        String email,
        String roleId,
        Status status,
        Instant expiresAt,
        Instant acceptedAt,
        Instant createdAt) {

    /** What has become of an invite. */
    public enum Status {
        PENDING,
        ACCEPTED,
        REVOKED,
        DECLINED,
        EXPIRED
    }

    static Invite of(Invites.Entry entry) {
        return new Invite(
                entry.id(),
                entry.email(),
                entry.roleId(),
                status(entry.state()),
                entry.expiresAt(),
                entry.acceptedAt(),
                entry.createdAt());
    }

    private static Status status(Invites.State state) {
        return switch (state) {
            case PENDING -> Status.PENDING;
            case ACCEPTED -> Status.ACCEPTED;
            case REVOKED -> Status.REVOKED;
            case DECLINED -> Status.DECLINED;
            case EXPIRED -> Status.EXPIRED;
        };
    }

    /** Leaves out the address. */
    @Override
    public String toString() {
        return "Invite[" + id + "]";
    }
}
