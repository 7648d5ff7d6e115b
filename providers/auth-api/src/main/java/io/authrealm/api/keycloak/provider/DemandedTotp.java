package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.CookieSession;
import io.authrealm.api.keycloak.FactorSetUp;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.factor.SecondFactorDemand.Verdict;
import io.authrealm.api.service.signin.PasswordUse;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.requiredactions.UpdateTotp;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Replaces Keycloak's own set-up of an authenticator app, which every realm has. It also asks for
 * the set-up at each sign-in that does not satisfy {@link SecondFactorDemand}: on the pages, at the
 * token endpoint and in the API. On the pages, the user chooses first if the flow asks for other
 * factors too that can be set up there.
 *
 * <p>A user with a second factor that the flow did not ask for is refused everywhere, and cannot
 * set up another one: otherwise the password alone would be enough for both. If nothing is
 * demanded, {@link FactorChanges} keeps such a user from setting one up, and the password grant
 * refuses the user.
 *
 * <p>Keycloak asks this action at the end of every sign-in, whatever its flow. So it also refuses
 * those that have used a password in a realm that takes none.
 */
public final class DemandedTotp extends UpdateTotp {

    private static final String CHOICE = "authrealm-set-up-factor.ftl";

    /** The type of credential that the user chooses. */
    private static final String FACTOR_FIELD = "factor";

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        super.evaluateTriggers(context);
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        SecondFactorDemand.keep(context.getSession(), authentication);
        if (isReset(authentication)) {
            PasswordUse.goesOnFromForgotten(authentication);
        }
        if (isReset(authentication) && !FactorChanges.ADDITIONS.allows(context)) {
            authentication.removeRequiredAction(UserModel.RequiredAction.CONFIGURE_TOTP);
        }
        if (FactorChanges.endsInSession(authentication) && !isOtherOneDue(context)) {
            SecondFactorDemand.askOnPages(context.getSession(), authentication);
        }
        if (isGrantThatCannotAsk(context) || PasswordUse.isInVain(authentication)) {
            authentication.addRequiredAction(UserModel.RequiredAction.CONFIGURE_TOTP);
        }
    }

    /**
     * Keycloak's own flow for forgotten passwords replaces the app as well. The mailbox that it has
     * proved is enough for a new password, and the user goes on to that.
     */
    private static boolean isReset(AuthenticationSessionModel authentication) {
        return LoginActionsService.RESET_CREDENTIALS_PATH.equals(
                authentication.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH));
    }

    /** The order of the action makes Keycloak refuse the grant; nobody sees its page. */
    private static boolean isGrantThatCannotAsk(RequiredActionContext context) {
        KeycloakSession session = context.getSession();
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        return PasswordGrant.isRunning(session)
                && (SecondFactorDemand.wasNotAskedAfterPassword(session, authentication)
                        || SecondFactorDemand.isMadeBeside(session, authentication));
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (PasswordUse.isInVain(context.getAuthenticationSession())) {
            refusePassword(context);
        } else if (verdict(context) == Verdict.NOT_ASKED
                && FactorChanges.endsInSession(context.getAuthenticationSession())) {
            refuse(context);
        } else if (mustChoose(context)) {
            offer(context);
        } else {
            FactorChanges.ADDITIONS.show(context, () -> super.requiredActionChallenge(context));
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (PasswordUse.isInVain(context.getAuthenticationSession())) {
            refusePassword(context);
            return;
        }
        if (verdict(context) == Verdict.NOT_ASKED) {
            refuse(context);
            return;
        }
        if (mustChoose(context)) {
            choose(context);
            return;
        }
        FactorChanges.ADDITIONS.make(context, () -> super.processAction(context));
    }

    private static List<FactorSetUp> choices(RequiredActionContext context) {
        return SecondFactorDemand.choices(context.getSession(), context.getAuthenticationSession());
    }

    private static boolean mustChoose(RequiredActionContext context) {
        return verdict(context) == Verdict.SET_UP
                && SecondFactorDemand.chosen(context.getAuthenticationSession()).isEmpty()
                && !choices(context).equals(List.of(FactorSetUp.APP));
    }

    /** One choice is none. */
    private void offer(RequiredActionContext context) {
        List<FactorSetUp> choices = choices(context);
        if (choices.size() == 1) {
            choose(context, choices.get(0));
        } else {
            context.challenge(choicePage(context));
        }
    }

    private void choose(RequiredActionContext context) {
        String type = context.getHttpRequest().getDecodedFormParameters().getFirst(FACTOR_FIELD);
        choices(context).stream()
                .filter(choice -> choice.credentialType().equals(type))
                .findAny()
                .ifPresentOrElse(chosen -> choose(context, chosen), () -> offer(context));
    }

    /** What was chosen is a required action of its own, unless it is this one. */
    private void choose(RequiredActionContext context, FactorSetUp chosen) {
        SecondFactorDemand.choose(context.getAuthenticationSession(), chosen);
        if (chosen.equals(FactorSetUp.APP)) {
            super.requiredActionChallenge(context);
        } else {
            context.success();
        }
    }

    /** Whether the pages will ask for what the user has chosen in place of an app. */
    private static boolean isOtherOneDue(RequiredActionContext context) {
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        return SecondFactorDemand.chosen(authentication)
                .filter(chosen -> verdict(context) == Verdict.SET_UP)
                .filter(chosen -> !chosen.equals(FactorSetUp.APP))
                .filter(chosen -> chosen.isOn(context.getRealm()))
                .filter(chosen -> authentication.getRequiredActions().contains(chosen.action()))
                .isPresent();
    }

    private static Response choicePage(RequiredActionContext context) {
        return context.form()
                .setAttribute(
                        "authrealmFactors",
                        choices(context).stream().map(FactorSetUp::credentialType).toList())
                .createForm(CHOICE);
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }

    private static Verdict verdict(RequiredActionContext context) {
        return SecondFactorDemand.verdict(context.getSession(), context.getAuthenticationSession());
    }

    /**
     * The realm takes no passwords. As for a disabled account, only a user with the right one is
     * told so.
     */
    private static void refusePassword(RequiredActionContext context) {
        context.getEvent()
                .clone()
                .user(context.getUser())
                .detail(Details.REASON, "password_sign_in")
                .error(Errors.NOT_ALLOWED);
        context.challenge(
                context.form()
                        .setError(Messages.ACCESS_DENIED)
                        .createErrorPage(Response.Status.FORBIDDEN));
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
        RealmModel realm = authentication.getRealm();
        Stream.of(
                        CookieSession.inBrowser(session, authentication),
                        Optional.ofNullable(
                                session.sessions()
                                        .getUserSession(
                                                realm, authentication.getParentSession().getId())))
                .flatMap(Optional::stream)
                .distinct()
                .forEach(earlier -> session.sessions().removeUserSession(realm, earlier));
    }
}
