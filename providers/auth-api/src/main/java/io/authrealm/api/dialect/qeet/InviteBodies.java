package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.authrealm.api.service.invites.Invite;
import io.authrealm.api.service.invites.SentInvite;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;

/** The JSON objects that the routes of invites answer with. */
final class InviteBodies {

    private InviteBodies() {}

    /** An invite as admins see it. */
    record Shown(
            String id,
            String tenantId,
            String email,
            String roleId,
            String status,
            Instant expiresAt,
            Instant acceptedAt,
            Instant createdAt) {

        static Shown of(Tenant tenant, Invite invite) {
            return new Shown(
                    invite.id(),
                    tenant.id(),
                    invite.email(),
                    invite.roleId(),
                    word(invite.status()),
                    invite.expiresAt(),
                    invite.acceptedAt(),
                    invite.createdAt());
        }

        private static String word(Invite.Status status) {
            return switch (status) {
                case PENDING -> "pending";
                case ACCEPTED -> "accepted";
                case REVOKED -> "revoked";
                case DECLINED -> "declined";
                case EXPIRED -> "expired";
            };
        }
    }

    /** The members of the invite stand at the top level too: some clients look for them there. */
    record Sent(Shown invite, String token, @JsonUnwrapped Shown members) {

        static Sent of(Tenant tenant, SentInvite sent) {
            Shown invite = Shown.of(tenant, sent.invite());
            return new Sent(invite, sent.token(), invite);
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "Sent";
        }
    }

    /** An invite as its receiver sees it. */
    record Received(
            String id,
            String tenantId,
            String tenantName,
            String tenantSlug,
            String email,
            String roleId,
            Instant expiresAt,
            Instant createdAt) {

        static Received of(Tenant tenant, Invite invite) {
            return new Received(
                    invite.id(),
                    tenant.id(),
                    tenant.displayName(),
                    tenant.name(),
                    invite.email(),
                    invite.roleId(),
                    invite.expiresAt(),
                    invite.createdAt());
        }
    }

    record Joined(String userId, String tenantId) {}
}
