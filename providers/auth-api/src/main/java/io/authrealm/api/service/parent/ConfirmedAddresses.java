package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Door;
import io.authrealm.api.service.verification.AddressLinkResult;
import io.authrealm.api.service.verification.AddressLinks;
import org.keycloak.models.KeycloakSession;

/** Verifies addresses by links, for which the tenant pays. */
public final class ConfirmedAddresses {

    private final KeycloakSession session;
    private final AddressLinks links;

    public ConfirmedAddresses(KeycloakSession session, Door door) {
        this.session = session;
        this.links = new AddressLinks(session, door);
    }

    /** Lack of credits does not keep a user from a verified address. */
    public AddressLinkResult confirm(String token) {
        return links.follow(
                token, tenant -> new Toll(tenant, Toll.VERIFICATION).takeWhatIsLeft(session));
    }
}
