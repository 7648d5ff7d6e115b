package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.signin.PasswordUse;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.broker.IdpUsernamePasswordForm;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.messages.Messages;

/**
 * Keycloak's own page on which the password of an account lets an identity provider sign in to it
 * from now on. That link would outlive the end of this sign-in, so a realm that takes no passwords
 * has to refuse them before the account is linked.
 */
final class GuardedReauthentication extends IdpUsernamePasswordForm {

    GuardedReauthentication(KeycloakSession session) {
        super(session);
    }

    @Override
    protected boolean validateForm(
            AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
        if (!super.validateForm(context, form)) {
            return false;
        }
        if (PasswordUse.isAllowed(context.getRealm())) {
            return true;
        }
        context.getEvent().detail(Details.REASON, "password_sign_in").error(Errors.NOT_ALLOWED);
        context.failure(
                AuthenticationFlowError.ACCESS_DENIED,
                context.form()
                        .setError(Messages.ACCESS_DENIED)
                        .createErrorPage(Response.Status.FORBIDDEN));
        return false;
    }
}
