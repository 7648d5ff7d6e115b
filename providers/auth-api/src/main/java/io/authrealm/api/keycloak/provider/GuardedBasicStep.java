package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.signin.PasswordUse;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.saml.profile.ecp.authenticator.HttpBasicAuthenticator;

/**
 * Keycloak's own step that takes a password from a header. It leaves no mark that {@link
 * PasswordUse} could see later. So in a realm that takes no passwords, each is a wrong one here.
 */
final class GuardedBasicStep extends HttpBasicAuthenticator {

    @Override
    protected void userSuccessAction(AuthenticationFlowContext context, UserModel user) {
        if (PasswordUse.isAllowed(context.getRealm())) {
            super.userSuccessAction(context, user);
        } else {
            notValidCredentialsAction(context, context.getRealm(), user);
        }
    }
}
