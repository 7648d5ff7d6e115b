package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.SingleUseCodes;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.credential.OTPCredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Replaces Keycloak's factory of the same id. */
public final class SingleUseTotpFactory extends OTPCredentialProviderFactory
        implements SingleUseCodes {

    @Override
    public OTPCredentialProvider create(KeycloakSession session) {
        return new SingleUseTotp(session);
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
