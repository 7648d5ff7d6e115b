package io.authrealm.api.keycloak.provider;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.PermissionGrantTypeFactory;

/** Replaces Keycloak's factory of the same id. */
public final class DemandingPermissionGrantFactory extends PermissionGrantTypeFactory {

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new DemandingPermissionGrant();
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
