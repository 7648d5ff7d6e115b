package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Door;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.VerificationLinkResult;
import io.authrealm.api.service.link.VerificationLinks;
import java.util.Set;
import org.keycloak.models.KeycloakSession;

/** Verifies addresses by links, for which the tenant pays. */
public final class ConfirmedAddresses {

    private final VerificationLinks links;

    public ConfirmedAddresses(KeycloakSession session, Door door) {
        this.links =
                new VerificationLinks(
                        session,
                        door,
                        Set.of(LinkKind.VERIFY_EMAIL),
                        tenant -> new Toll(tenant, Toll.VERIFICATION).takeWhatIsLeft(session));
    }

    /** Lack of credits does not keep a user from a verified address. */
    public VerificationLinkResult confirm(String token) {
        return links.follow(token);
    }
}
