package io.authrealm.api.keycloak.provider;

import com.webauthn4j.verifier.attestation.trustworthiness.certpath.CertPathTrustworthinessVerifier;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegister;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own set-up of a passkey, as far as {@link FactorChanges} allows it. */
final class GuardedPasskeySetUp extends WebAuthnPasswordlessRegister {

    GuardedPasskeySetUp(KeycloakSession session, CertPathTrustworthinessVerifier verifier) {
        super(session, verifier);
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (GuardedKeySetUp.isNeedless(context, getCredentialType())) {
            super.requiredActionChallenge(context);
        } else {
            FactorChanges.ADDITIONS.show(context, () -> super.requiredActionChallenge(context));
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        FactorChanges.ADDITIONS.make(context, () -> super.processAction(context));
    }
}
