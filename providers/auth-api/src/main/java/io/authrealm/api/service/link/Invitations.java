package io.authrealm.api.service.link;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Outbox;
import io.authrealm.api.store.Links;
import io.authrealm.api.tenant.Tenant;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Mails a user whom an admin has created the link by which the user proves the address. */
public final class Invitations {

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Tenant tenant;

    public Invitations(KeycloakSession session, Delivery delivery, Tenant tenant) {
        this.session = session;
        this.delivery = delivery;
        this.tenant = tenant;
    }

    /**
     * Mails a link to a user whom the caller has just created. Nobody but the admin has chosen the
     * password, so it stays when the address is proved.
     */
    public InvitationResult send(UserModel created) {
        LinkKind kind = LinkKind.INVITATION;
        // If no mail can be sent now, a later one is still an invitation.
        new Links(session, tenant.realm()).issue(created, kind.purpose, kind.lifetime(tenant));
        return send(created, kind);
    }

    /**
     * Mails another link to a user whom the caller has locked. Links that were mailed before end.
     * The password stays only if the account is as an admin has created it: else a stranger may
     * have signed up with the address.
     */
    public InvitationResult sendAgain(UserModel user) {
        return send(
                user,
                new Links(session, tenant.realm()).wasIssued(user, LinkKind.INVITATION.purpose)
                        ? LinkKind.INVITATION
                        : LinkKind.ADDRESS_CHECK);
    }

    private InvitationResult send(UserModel user, LinkKind kind) {
        if (user.isEmailVerified()) {
            return new InvitationResult.AlreadyVerified();
        }
        if (user.getEmail() == null || tenant.settings().appUrl() == null) {
            return new InvitationResult.Unavailable();
        }
        Optional<Outbox.Slot> reserved = delivery.outbox().reserve(tenant.realm().getId());
        if (reserved.isEmpty()) {
            return new InvitationResult.Busy(Outbox.RETRY_AFTER_SECONDS);
        }
        try (Outbox.Slot slot = reserved.get()) {
            int wait =
                    delivery.mailLimits()
                            .takeForLink(
                                    tenant.realm().getId(),
                                    user.getEmail(),
                                    tenant.settings().mailsPerRecipient());
            if (wait > 0) {
                return new InvitationResult.Limited(wait);
            }
            Links links = new Links(session, tenant.realm());
            links.end(user, LinkKind.INVITATION.purpose);
            links.end(user, LinkKind.ADDRESS_CHECK.purpose);
            LinkTarget target = LinkTarget.of(session, tenant, kind.page);
            slot.sendAfterCommit(session, kind.newMail(session, tenant, user, target));
            ApiEvents.open(session, tenant, kind.event)
                    .user(user)
                    .detail(Details.EMAIL, user.getEmail())
                    .detail(Details.ACTION, kind.template.name().toLowerCase(Locale.ROOT))
                    .success();
        }
        return new InvitationResult.Sent();
    }
}
