package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.LinkToCaller;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Mails a link that verifies the address to a user who is signed in. */
public final class ParentVerification {

    private final KeycloakSession session;
    private final Delivery delivery;
    private final AddressLimits limits;
    private final Tenant tenant;

    public ParentVerification(
            KeycloakSession session, Delivery delivery, AddressLimits limits, Tenant tenant) {
        this.session = session;
        this.delivery = delivery;
        this.limits = limits;
        this.tenant = tenant;
    }

    /**
     * @param page to which the link leads; null for the tenant's own
     */
    public ParentMailResult mail(Caller caller, String page) {
        ParentPages pages = new ParentPages(session, tenant);
        Optional<String> named =
                page == null
                        ? Optional.ofNullable(pages.page(LinkKind.VERIFY_EMAIL, ParentPage.VERIFY))
                        : pages.named(page);
        if (page != null && named.isEmpty()) {
            return new ParentMailResult.ForeignPage();
        }
        if (caller.user().isEmailVerified()) {
            return new ParentMailResult.VerifiedAlready();
        }
        String email = caller.user().getEmail() == null ? "" : caller.user().getEmail();
        int wait = limits.takeLink(LinkKind.VERIFY_EMAIL.name(), tenant, email);
        return wait > 0
                ? new ParentMailResult.Limited(wait)
                : ParentMails.MAILED.apply(
                        LinkKind.VERIFY_EMAIL,
                        new LinkToCaller(session, delivery, tenant)
                                .mail(LinkKind.VERIFY_EMAIL, email, named.orElse(null)));
    }
}
