package io.authrealm.authenticators;

import io.authrealm.breach.BreachRule;
import io.authrealm.breach.BreachedPasswords;
import io.authrealm.breach.BreachedPasswords.Verdict;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Looks up the password that was just given rightly. It always lets the user in; a password that
 * was seen in breaches leaves an event and, where the step is configured so, the required action to
 * choose another one. On a page that is asked at once; elsewhere at the next sign-in, because a
 * client without pages could not go on.
 */
final class BreachedPasswordAuthenticator implements Authenticator {

    static final BreachedPasswordAuthenticator INSTANCE = new BreachedPasswordAuthenticator();

    static final String UPDATE_PASSWORD_OPTION = "update-password";

    static final String UPDATE_PASSWORD = UserModel.RequiredAction.UPDATE_PASSWORD.name();

    private static final String REASON = "password_breached";

    /** Where Keycloak runs a direct grant flow, which refuses whoever has a required action. */
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

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // There is nothing that a user could set up for this step.
    }

    @Override
    public void close() {}
}
