package io.authrealm.api.service.invites;

import io.authrealm.api.store.Invites;
import java.util.Optional;

/** Why an invite cannot be accepted. */
public enum InviteRefusal {
    /** The tenant has no invite with this token. */
    UNKNOWN,

    /** It was accepted, revoked or declined. */
    NOT_PENDING,

    EXPIRED;

    /** Nothing if the invite can be accepted. */
    static Optional<InviteRefusal> of(Optional<Invites.Entry> found) {
        return found.isEmpty() ? Optional.of(UNKNOWN) : of(found.get().state());
    }

    private static Optional<InviteRefusal> of(Invites.State state) {
        return switch (state) {
            case PENDING -> Optional.empty();
            case EXPIRED -> Optional.of(EXPIRED);
            case ACCEPTED, REVOKED, DECLINED -> Optional.of(NOT_PENDING);
        };
    }
}
