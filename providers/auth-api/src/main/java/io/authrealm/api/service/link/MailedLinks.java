package io.authrealm.api.service.link;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.disclosure.Disclosure;
import io.authrealm.api.service.disclosure.Disclosure.Seen;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * Mails links to users who cannot sign in yet. The answer reveals neither whether there is an
 * account with the address, nor whether it has reached its limit of mails.
 */
public final class MailedLinks {

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Visit visit;

    public MailedLinks(KeycloakSession session, Delivery delivery, Door door) {
        this.session = session;
        this.delivery = delivery;
        this.visit = door.enter(MinimumResponseTime.RECOVERY);
    }

    /** For a service that has let the request in. */
    public MailedLinks(KeycloakSession session, Delivery delivery, Visit visit) {
        this.session = session;
        this.delivery = delivery;
        this.visit = visit;
    }

    /**
     * Mails a link to the one enabled user of the tenant with {@code email}, if there is one.
     *
     * @param tenant null if none was found for the address; it then behaves as without an account
     * @param page the address of the app's page, to which the token is added; null if there is none
     */
    public MailRequestResult mail(Tenant tenant, LinkKind kind, String email, String page) {
        return tenant == null
                ? at(visit.entry()).mailNobody()
                : at(tenant).mail(kind, email, LinkTarget.at(page));
    }

    /**
     * Mails a link to the one enabled user with {@code email} of the tenant for which the address
     * stands, if there is one and the tenant has such links.
     *
     * @param email any text
     * @param tenantId names the tenant if nothing else does; may be null, and may be none
     */
    public MailRequestResult mail(LinkKind kind, String email, String tenantId) {
        return mail(kind, email, tenantId, kind.page);
    }

    /**
     * The same for a dialect whose apps have other pages.
     *
     * @param page to which the link leads
     */
    public MailRequestResult mail(LinkKind kind, String email, String tenantId, LinkPage page) {
        Optional<Tenant> found =
                visit.find(tenants -> tenants.byEmail(email, tenantId)).filter(kind::isOfferedBy);
        if (!kind.isOfferedBy(visit.entry())) {
            return new MailRequestResult.MethodDisabled();
        }
        return found.map(tenant -> mail(tenant, kind, email, page)).orElseGet(this::mailNobody);
    }

    private MailRequestResult mail(Tenant tenant, LinkKind kind, String email, LinkPage page) {
        return switch (Disclosure.of(session, visit, tenant, email).seen()) {
            case UNKNOWN -> new MailRequestResult.UnknownUser();
            case UNVERIFIED -> new MailRequestResult.AddressUnverified();
            case OPEN, HIDDEN -> at(tenant).mail(kind, email, LinkTarget.of(session, tenant, page));
        };
    }

    private MailRequestResult mailNobody() {
        return Disclosure.ofNobody(visit) == Seen.UNKNOWN
                ? new MailRequestResult.UnknownUser()
                : at(visit.entry()).mailNobody();
    }

    private LinkMailing at(Tenant tenant) {
        return new LinkMailing(session, delivery, tenant, visit.entry());
    }
}
