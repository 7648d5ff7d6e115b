package io.authrealm.authenticators;

import io.authrealm.breach.BreachRule;
import io.authrealm.breach.BreachedPasswords;
import io.authrealm.breach.BreachedPasswords.Verdict;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Looks up the password that was just verified. It always lets the user in. A breached password
 * leaves an event and, if the step is configured so, the required action to choose another one. A
 * page asks for that at once. Elsewhere the next sign-in asks, because a client without pages could
 * not continue.
 */
final class BreachedPasswordAuthenticator implements StepWithoutSetup {

    static final BreachedPasswordAuthenticator INSTANCE = new BreachedPasswordAuthenticator();

    static final String UPDATE_PASSWORD_OPTION = "update-password";

    static final String UPDATE_PASSWORD = UserModel.RequiredAction.UPDATE_PASSWORD.name();

    private static final String REASON = "password_breached";

    /**
     * The path on which Keycloak runs a direct grant flow, which refuses users who have a required
     * action.
     */
    private static final String TOKEN_PATH = "token";

    private BreachedPasswordAuthenticator() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        String password =
                context.getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst(CredentialRepresentation.PASSWORD);
        boolean isVerified =
                password != null
                        && !password.isEmpty()
                        && AuthenticatorUtil.isPasswordValidated(
                                context.getAuthenticationSession());
        if (isVerified && isBreached(context, password)) {
            flag(context);
        }
        context.success();
    }

    private static boolean isBreached(AuthenticationFlowContext context, String password) {
        BreachedPasswords known = context.getSession().getProvider(BreachedPasswords.class);
        BreachRule rule = known.ruleOf(context.getRealm());
        return known.check(context.getSession(), password, rule) == Verdict.BREACHED;
    }

    private static void flag(AuthenticationFlowContext context) {
        boolean asks = asksForNewPassword(context.getAuthenticatorConfig());
        context.getEvent()
                .clone()
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .user(context.getUser())
                .detail(Details.REASON, REASON)
                .detail(Details.CUSTOM_REQUIRED_ACTION, asks ? UPDATE_PASSWORD : "none")
                .success();
        if (!asks) {
            return;
        }
        switch (String.valueOf(context.getFlowPath())) {
            case LoginActionsService.AUTHENTICATE_PATH ->
                    context.getUser().addRequiredAction(UPDATE_PASSWORD);
            case TOKEN_PATH ->
                    context.getSession()
                            .getTransactionManager()
                            .enlistAfterCompletion(
                                    new LaterRequiredAction(
                                            context.getSession(),
                                            context.getRealm().getId(),
                                            context.getUser().getId(),
                                            UPDATE_PASSWORD));
            default ->
                    context.getAuthenticationSession()
                            .setAuthNote(BreachedPasswordAuthenticatorFactory.ASKED, "true");
        }
    }

    private static boolean asksForNewPassword(AuthenticatorConfigModel config) {
        return config != null
                && config.getConfig() != null
                && Boolean.parseBoolean(config.getConfig().get(UPDATE_PASSWORD_OPTION));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        context.success();
    }

    @Override
    public boolean requiresUser() {
        return true;
    }
}
