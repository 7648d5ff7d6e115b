package io.authrealm.api.keycloak.provider;

import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.requiredactions.RecoveryAuthnCodesAction;
import org.keycloak.models.KeycloakSession;

/**
 * Replaces Keycloak's own page that makes recovery codes. It is the same page, as far as {@link
 * FactorChanges} allows it.
 */
public final class GuardedRecoveryCodes extends RecoveryAuthnCodesAction {

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        FactorChanges.ADDITIONS.show(context, () -> super.requiredActionChallenge(context));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        FactorChanges.ADDITIONS.make(context, () -> super.processAction(context));
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
