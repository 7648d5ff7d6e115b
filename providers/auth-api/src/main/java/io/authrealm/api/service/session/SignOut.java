package io.authrealm.api.service.session;

import io.authrealm.api.caller.Bearer;
import io.authrealm.api.caller.BearerTokens;
import io.authrealm.api.caller.Caller;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Ends the session of a Bearer token. */
public final class SignOut {

    private final KeycloakSession session;

    public SignOut(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Signs out. A second sign-out with the same token succeeds like the first, so the session need
     * not be alive.
     */
    public SignOutResult by(Bearer bearer) {
        Optional<Caller> caller = BearerTokens.verify(session, bearer.tenant(), bearer.token());
        caller.ifPresent(c -> new Sessions(session, c.tenant()).end(c.session()));
        return caller.isPresent()
                        || BearerTokens.isGenuine(session, bearer.tenant(), bearer.token())
                ? new SignOutResult.SignedOut()
                : new SignOutResult.TokenInvalid();
    }
}
