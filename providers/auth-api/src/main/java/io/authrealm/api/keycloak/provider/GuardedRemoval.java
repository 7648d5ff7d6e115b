package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.factor.SecondFactorDemand;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.DeleteCredentialAction;

/**
 * Replaces Keycloak's own page that removes a credential. It is the same page, as far as {@link
 * FactorChanges} allows it.
 */
public final class GuardedRemoval extends DeleteCredentialAction {

    private final FactorChanges removals =
            FactorChanges.removals(
                    context ->
                            SecondFactorDemand.mayRemove(
                                    context.getSession(),
                                    context.getAuthenticationSession(),
                                    getCredentialType(
                                            context.getSession(),
                                            context.getAuthenticationSession())));

    /** A realm can have switched off the action of {@link DemandedTotp}, which does the same. */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        super.evaluateTriggers(context);
        SecondFactorDemand.keep(context.getSession(), context.getAuthenticationSession());
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        removals.show(context, () -> super.requiredActionChallenge(context));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        removals.make(context, () -> super.processAction(context));
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
