package io.authrealm.api.service.factor;

import io.authrealm.api.caller.Caller;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** The second factors that a signed-in user has, of all kinds. */
public final class OwnFactors {

    private final KeycloakSession session;

    public OwnFactors(KeycloakSession session) {
        this.session = session;
    }

    /** The factors, in the order in which Keycloak offers them. */
    public List<UserFactor> list(Caller caller) {
        return UserFactor.of(session, caller.user());
    }
}
