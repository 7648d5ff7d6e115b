package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.SingleUseCodes;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProvider;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Replaces Keycloak's factory of the same id. */
public final class SingleUseRecoveryCodesFactory extends RecoveryAuthnCodesCredentialProviderFactory
        implements SingleUseCodes {

    @Override
    public RecoveryAuthnCodesCredentialProvider create(KeycloakSession session) {
        return new SingleUseRecoveryCodes(session);
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
