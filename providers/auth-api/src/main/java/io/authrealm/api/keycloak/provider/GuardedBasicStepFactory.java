package io.authrealm.api.keycloak.provider;

import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.saml.profile.ecp.authenticator.HttpBasicAuthenticatorFactory;

/** Replaces Keycloak's factory of the same id. */
public final class GuardedBasicStepFactory extends HttpBasicAuthenticatorFactory {

    @Override
    public Authenticator create(KeycloakSession session) {
        return new GuardedBasicStep();
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
