package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.factor.SecondFactorDemand.Verdict;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.UpdateTotp;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Replaces Keycloak's own set-up of an authenticator app, which every realm has. It also asks for
 * the set-up at each sign-in that does not satisfy {@link SecondFactorDemand}: on the pages, at the
 * token endpoint and in the API.
 *
 * <p>A user with a second factor that the flow did not ask for is refused everywhere, and cannot
 * set up another one: otherwise the password alone would be enough for both.
 */
public final class DemandedTotp extends UpdateTotp {

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        super.evaluateTriggers(context);
        SecondFactorDemand.askOnPages(context.getSession(), context.getAuthenticationSession());
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (verdict(context) == Verdict.NOT_ASKED) {
            refuse(context);
        } else {
            super.requiredActionChallenge(context);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (verdict(context) == Verdict.NOT_ASKED) {
            refuse(context);
            return;
        }
        super.processAction(context);
        if (context.getStatus() == RequiredActionContext.Status.SUCCESS) {
            SecondFactorDemand.setUp(context.getAuthenticationSession());
        }
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }

    private static Verdict verdict(RequiredActionContext context) {
        return SecondFactorDemand.verdict(context.getSession(), context.getAuthenticationSession());
    }

    private static void refuse(RequiredActionContext context) {
        context.getEvent()
                .clone()
                .user(context.getUser())
                .detail(Details.REASON, "the flow does not ask for the second factor")
                .error(Errors.NOT_ALLOWED);
        endEarlierSession(context.getSession(), context.getAuthenticationSession());
        context.challenge(
                context.form()
                        .setError(Messages.ACR_NOT_FULFILLED)
                        .createErrorPage(Response.Status.FORBIDDEN));
    }

    /** With its cookie, the user would come back here, and never to a page that asks. */
    private static void endEarlierSession(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        UserSessionModel earlier =
                session.sessions()
                        .getUserSession(
                                authentication.getRealm(),
                                authentication.getParentSession().getId());
        if (earlier != null) {
            session.sessions().removeUserSession(authentication.getRealm(), earlier);
        }
    }
}
