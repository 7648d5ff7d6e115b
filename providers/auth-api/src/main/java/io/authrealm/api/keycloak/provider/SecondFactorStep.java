package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.FactorSetUp;
import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.factor.SecondFactorDemand.Verdict;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The step that demands a second factor. It asks for none itself: it lets in who has used one
 * before it in the flow. A user who has none sets one up at the end of the sign-in, in the API and
 * on the pages, where {@link DemandedTotp} asks for it. In a realm that has switched that one off,
 * the pages refuse such a user. A user who has one that the flow did not ask for is refused.
 */
final class SecondFactorStep implements Authenticator {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        SecondFactorDemand.makeIn(authentication);
        Verdict verdict = SecondFactorDemand.verdict(context.getSession(), authentication);
        boolean isLetOn =
                verdict == Verdict.SATISFIED
                        || switch (String.valueOf(context.getFlowPath())) {
                            // The API looks at the demand again once the flow is complete.
                            case HeadlessProcessor.FLOW_PATH -> true;
                            case CodeStep.TOKEN_PATH -> false;
                            default ->
                                    verdict == Verdict.SET_UP
                                            && FactorSetUp.APP.isOn(context.getRealm());
                        };
        if (isLetOn) {
            context.success();
        } else if (CodeStep.TOKEN_PATH.equals(context.getFlowPath())) {
            CodeStep.refuseGrant(context);
        } else {
            refuse(context);
        }
    }

    private static void refuse(AuthenticationFlowContext context) {
        context.getEvent()
                .user(context.getUser())
                .detail(Details.REASON, "the flow does not ask for the second factor")
                .error(Errors.NOT_ALLOWED);
        context.forceChallenge(
                context.form()
                        .setError(Messages.ACR_NOT_FULFILLED)
                        .createErrorPage(Response.Status.FORBIDDEN));
    }

    /** The page that refuses has no form, so this is no answer to it. */
    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    /** Keycloak never calls it, because the step is configured for every user. */
    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
