package io.authrealm.api.keycloak.provider;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.broker.IdpUsernamePasswordFormFactory;
import org.keycloak.models.KeycloakSession;

/** Replaces Keycloak's factory of the same id. */
public final class GuardedReauthenticationFactory extends IdpUsernamePasswordFormFactory {

    @Override
    public Authenticator create(KeycloakSession session) {
        return new GuardedReauthentication(session);
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
