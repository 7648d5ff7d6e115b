package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.VerificationLinks;
import io.authrealm.api.store.Links;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import java.util.Set;
import org.keycloak.models.KeycloakSession;

/** Verifies addresses by links, for which the tenant pays. */
public final class ConfirmedAddresses {

    private final KeycloakSession session;
    private final AddressLimits limits;
    private final Visit visit;
    private final VerificationLinks links;

    public ConfirmedAddresses(KeycloakSession session, AddressLimits limits, Door door) {
        this.session = session;
        this.limits = limits;
        this.visit = door.enter(MinimumResponseTime.NONE);
        this.links =
                new VerificationLinks(
                        session,
                        visit,
                        Set.of(LinkKind.VERIFY_EMAIL),
                        tenant -> new Toll(tenant, Toll.VERIFICATION).takeWhatIsLeft(session));
    }

    /** Lack of credits does not keep a user from a verified address. */
    public ConfirmationResult confirm(String token) {
        int wait =
                visit.find(tenants -> Links.realmOf(session, token).flatMap(tenants::openById))
                        .map(tenant -> takePermit(tenant, token))
                        .orElse(0);
        return wait > 0
                ? new ConfirmationResult.Limited(wait)
                : new ConfirmationResult.Followed(links.follow(token));
    }

    /** A token that nobody was sent names no account, and counts for none. */
    private int takePermit(Tenant tenant, String token) {
        return new Links(session, tenant.realm())
                .holderOf(token)
                .map(userId -> limits.takeConfirmation(tenant, userId))
                .orElse(0);
    }
}
