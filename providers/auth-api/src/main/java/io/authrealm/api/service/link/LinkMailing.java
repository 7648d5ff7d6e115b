package io.authrealm.api.service.link;

import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Outbox;
import io.authrealm.api.keycloak.TracedEvents;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import io.authrealm.core.text.EmailSyntax;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Mails links to users of one tenant. */
final class LinkMailing {

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Tenant tenant;
    private final Tenant entry;

    /**
     * @param entry the tenant that the client sees, whose full outbox shows in the answer
     */
    LinkMailing(KeycloakSession session, Delivery delivery, Tenant tenant, Tenant entry) {
        this.session = session;
        this.delivery = delivery;
        this.tenant = tenant;
        this.entry = entry;
    }

    /**
     * Mails a link to the one enabled user with {@code email}, if there is one. The transaction is
     * committed when this returns, so its time is hidden by the minimum response time.
     */
    MailRequestResult mail(LinkKind kind, String email, LinkTarget target) {
        boolean isSeen = tenant.realm().equals(entry.realm());
        if (!isSeen && !entryHasRoom()) {
            return busy();
        }
        Optional<Outbox.Slot> reserved = delivery.outbox().reserve(tenant.realm().getId());
        if (reserved.isEmpty()) {
            if (isSeen) {
                return busy();
            }
            // A refusal would reveal in which tenant the address has an account.
            event(session, tenant.realm(), kind)
                    .detail(Details.EMAIL, email)
                    .detail(Details.REASON, "outbox full")
                    .error(Errors.SLOW_DOWN);
            return new MailRequestResult.Accepted();
        }
        try (Outbox.Slot slot = reserved.get()) {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(),
                    session.getContext(),
                    job -> mail(job, kind, email, target, slot));
        }
        return new MailRequestResult.Accepted();
    }

    private void mail(
            KeycloakSession job, LinkKind kind, String email, LinkTarget target, Outbox.Slot slot) {
        RealmModel realm = job.getContext().getRealm();
        EventBuilder event = event(job, realm, kind);
        if (!EmailSyntax.isValid(email)) {
            event.error(Errors.USER_NOT_FOUND);
            return;
        }
        event.detail(Details.EMAIL, email);
        boolean isOneTooMany = isOneTooMany(email);
        UserModel user = UserByEmail.find(job, realm, email);
        if (user != null) {
            event.user(user);
        }
        if (isOneTooMany) {
            event.detail(Details.REASON, "mails_per_recipient").error(Errors.SLOW_DOWN);
        } else if (user == null) {
            event.error(Errors.USER_NOT_FOUND);
        } else if (!user.isEnabled()) {
            event.error(Errors.USER_DISABLED);
        } else if (!kind.isAllowed(job, realm, user)) {
            event.error(Errors.NOT_ALLOWED);
        } else if (target.address() == null) {
            event.detail(Details.REASON, "no app_url").error(Errors.INVALID_CONFIG);
        } else {
            slot.sendAfterCommit(job, kind.newMail(job, tenant, user, target));
            event.success();
        }
    }

    private EventBuilder event(KeycloakSession job, RealmModel realm, LinkKind kind) {
        return TracedEvents.open(job, realm, tenant.client().getClientId(), kind.event)
                .detail(Details.ACTION, kind.template.name().toLowerCase(Locale.ROOT));
    }

    /** Behaves like {@link #mail} for an address without an account. */
    MailRequestResult mailNobody() {
        return entryHasRoom() ? new MailRequestResult.Accepted() : busy();
    }

    private boolean entryHasRoom() {
        Optional<Outbox.Slot> reserved = delivery.outbox().reserve(entry.realm().getId());
        reserved.ifPresent(Outbox.Slot::close);
        return reserved.isPresent();
    }

    private static MailRequestResult busy() {
        return new MailRequestResult.Busy(Outbox.RETRY_AFTER_SECONDS);
    }

    private boolean isOneTooMany(String email) {
        return delivery.mailLimits()
                        .takeForLink(
                                tenant.realm().getId(),
                                email,
                                tenant.settings().mailsPerRecipient())
                > 0;
    }
}
