package io.authrealm.api.keycloak.provider;

import com.webauthn4j.verifier.attestation.trustworthiness.certpath.CertPathTrustworthinessVerifier;
import org.keycloak.authentication.requiredactions.WebAuthnRegister;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.models.KeycloakSession;

/** Replaces Keycloak's factory of the same id. */
public final class GuardedKeySetUpFactory extends WebAuthnRegisterFactory {

    @Override
    protected WebAuthnRegister createProvider(
            KeycloakSession session, CertPathTrustworthinessVerifier verifier) {
        return new GuardedKeySetUp(session, verifier);
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
