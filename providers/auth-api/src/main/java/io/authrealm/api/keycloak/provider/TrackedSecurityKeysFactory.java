package io.authrealm.api.keycloak.provider;

import org.keycloak.credential.WebAuthnCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Replaces Keycloak's own provider of security keys, which every realm has. */
public final class TrackedSecurityKeysFactory extends WebAuthnCredentialProviderFactory {

    @Override
    public TrackedSecurityKeys create(KeycloakSession session) {
        return new TrackedSecurityKeys(session, getMetadataService(), createOrGetObjectConverter());
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
