package io.authrealm.api.keycloak.provider;

import com.webauthn4j.verifier.attestation.trustworthiness.certpath.CertPathTrustworthinessVerifier;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.WebAuthnRegister;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own set-up of a security key, as far as {@link FactorChanges} allows it. */
final class GuardedKeySetUp extends WebAuthnRegister {

    GuardedKeySetUp(KeycloakSession session, CertPathTrustworthinessVerifier verifier) {
        super(session, verifier);
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (isNeedless(context, getCredentialType())) {
            super.requiredActionChallenge(context);
        } else {
            FactorChanges.ADDITIONS.show(context, () -> super.requiredActionChallenge(context));
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        FactorChanges.ADDITIONS.make(context, () -> super.processAction(context));
    }

    /** Keycloak passes over the page if the app wants it only for users who have no such key. */
    static boolean isNeedless(RequiredActionContext context, String type) {
        return FactorChanges.isClientNote(
                        context,
                        Constants.KC_ACTION_PARAMETER,
                        Constants.KC_ACTION_PARAMETER_SKIP_IF_EXISTS)
                && context.getUser()
                        .credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .findAny()
                        .isPresent();
    }
}
