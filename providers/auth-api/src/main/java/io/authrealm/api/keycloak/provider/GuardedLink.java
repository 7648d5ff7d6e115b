package io.authrealm.api.keycloak.provider;

import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.broker.provider.IdpLinkAction;
import org.keycloak.models.KeycloakSession;

/**
 * Replaces Keycloak's own page that links an account of an identity provider. Such an account signs
 * in without the password and, as the realm's flows may be, without a second factor. So linking one
 * is as hard as adding a factor, see {@link FactorChanges}.
 */
public final class GuardedLink extends IdpLinkAction {

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        FactorChanges.LINKS.show(context, () -> super.requiredActionChallenge(context));
    }

    /** The user agrees, goes to the provider and comes back. By then the account is linked. */
    @Override
    public void processAction(RequiredActionContext context) {
        boolean isBack =
                context.getAuthenticationSession().getAuthNote(KC_ACTION_LINKING_IDENTITY_PROVIDER)
                        != null;
        if (isBack) {
            super.processAction(context);
        } else {
            FactorChanges.LINKS.make(context, () -> super.processAction(context));
        }
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
