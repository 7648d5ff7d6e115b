package io.authrealm.api.keycloak.provider;

import org.keycloak.credential.WebAuthnPasswordlessCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Replaces Keycloak's own provider of passkeys, which every realm has. */
public final class TrackedPasskeysFactory extends WebAuthnPasswordlessCredentialProviderFactory {

    @Override
    public TrackedPasskeys create(KeycloakSession session) {
        return new TrackedPasskeys(session, getMetadataService(), createOrGetObjectConverter());
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
