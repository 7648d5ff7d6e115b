package io.authrealm.authenticators;

import io.authrealm.hashing.HashingBusyException;
import io.authrealm.hashing.PasswordCheck;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Verifies user name (or email address) and password in one step, in three kinds of flow: a browser
 * flow, where it shows the realm's login page; a direct grant flow; and the flow that the API runs
 * without a page. The last two carry {@code username} and {@code password} in the request that
 * starts the step.
 *
 * <p>The cost of an attempt does not reveal who has an account: an unknown user and a user without
 * a password pay for one hash like all others. The step checks only after the password whether the
 * account is enabled, so only its owner is told. A user without a password is never asked to set
 * one.
 */
final class PasswordAuthenticator implements StepWithoutSetup {

    static final PasswordAuthenticator INSTANCE = new PasswordAuthenticator();

    private PasswordAuthenticator() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (showsPages(context)) {
            context.challenge(page(context, null));
        } else {
            verify(context);
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        verify(context);
    }

    private void verify(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String password = form.getFirst(CredentialRepresentation.PASSWORD);
        UserModel user = user(context, form.getFirst(AuthenticationManager.FORM_USERNAME));
        if (user == null) {
            PasswordCheck.spend(context.getSession(), password);
            if (!isOverloaded(context)) {
                reject(context, null, Errors.USER_NOT_FOUND, AuthenticationFlowError.INVALID_USER);
            }
            return;
        }
        String locked = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user);
        if (locked != null) {
            PasswordCheck.spend(context.getSession(), password);
            if (!isOverloaded(context)) {
                reject(context, user, locked, AuthenticationFlowError.USER_TEMPORARILY_DISABLED);
            }
        } else if (!PasswordCheck.matches(context.getSession(), user, password)) {
            if (!isOverloaded(context)) {
                reject(
                        context,
                        user,
                        Errors.INVALID_USER_CREDENTIALS,
                        AuthenticationFlowError.INVALID_CREDENTIALS);
            }
        } else if (!user.isEnabled()) {
            reject(context, user, Errors.USER_DISABLED, AuthenticationFlowError.USER_DISABLED);
        } else {
            context.getAuthenticationSession()
                    .setAuthNote(AuthenticationManager.PASSWORD_VALIDATED, "true");
            context.setUser(user);
            if (context.getRealm().isRememberMe() && "on".equals(form.getFirst("rememberMe"))) {
                context.getAuthenticationSession().setAuthNote(Details.REMEMBER_ME, "true");
            }
            context.success(PasswordCredentialModel.TYPE);
        }
    }

    /**
     * Ends the attempt if the server had no permit for its hash. No password was checked, so no
     * failure is counted, whether or not there is such a user.
     */
    private static boolean isOverloaded(AuthenticationFlowContext context) {
        OptionalInt retryAfter = HashingBusyException.retryAfter(context.getSession());
        if (retryAfter.isEmpty()) {
            return false;
        }
        context.getEvent().error(Errors.GENERIC_AUTHENTICATION_ERROR);
        if (showsPages(context)) {
            context.forceChallenge(page(context, Messages.INTERNAL_SERVER_ERROR));
        } else {
            context.failure(
                    AuthenticationFlowError.INTERNAL_ERROR,
                    Response.status(Response.Status.SERVICE_UNAVAILABLE)
                            .header(HttpHeaders.RETRY_AFTER, retryAfter.getAsInt())
                            .entity(
                                    new OAuth2ErrorRepresentation(
                                            OAuthErrorException.TEMPORARILY_UNAVAILABLE,
                                            "The server is busy"))
                            .type(MediaType.APPLICATION_JSON_TYPE)
                            .build());
        }
        return true;
    }

    private static @Nullable UserModel user(
            AuthenticationFlowContext context, @Nullable String username) {
        if (context.getUser() != null) {
            return context.getUser();
        }
        if (username == null || username.isBlank()) {
            return null;
        }
        String name = username.trim();
        context.getEvent().detail(Details.USERNAME, name);
        context.getAuthenticationSession()
                .setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, name);
        try {
            return KeycloakModelUtils.findUserByNameOrEmail(
                    context.getSession(), context.getRealm(), name);
        } catch (ModelDuplicateException e) {
            // Two federated accounts claim the name, so the name is ambiguous.
            return null;
        }
    }

    private static void reject(
            AuthenticationFlowContext context,
            @Nullable UserModel user,
            String eventError,
            AuthenticationFlowError flowError) {
        if (user != null) {
            context.getEvent().user(user);
        }
        context.getEvent().error(eventError);
        if (!showsPages(context)) {
            OAuth2ErrorRepresentation error =
                    new OAuth2ErrorRepresentation(
                            OAuthErrorException.INVALID_GRANT, "Invalid user credentials");
            context.failure(
                    flowError,
                    Response.status(Response.Status.UNAUTHORIZED)
                            .entity(error)
                            .type(MediaType.APPLICATION_JSON_TYPE)
                            .build());
            return;
        }
        Response page =
                page(
                        context,
                        Errors.USER_DISABLED.equals(eventError)
                                ? Messages.ACCOUNT_DISABLED
                                : Messages.INVALID_USER);
        boolean guessed =
                flowError == AuthenticationFlowError.INVALID_CREDENTIALS
                        || flowError == AuthenticationFlowError.INVALID_USER;
        if (guessed) {
            context.failureChallenge(flowError, page);
        } else {
            context.forceChallenge(page);
        }
    }

    private static Response page(AuthenticationFlowContext context, @Nullable String error) {
        LoginFormsProvider form = context.form().setExecution(context.getExecution().getId());
        if (error != null) {
            form.setError(error);
        }
        if (context.getUser() != null) {
            return form.createLoginPassword();
        }
        return form.createLoginUsernamePassword();
    }

    private static boolean showsPages(AuthenticationFlowContext context) {
        return LoginActionsService.AUTHENTICATE_PATH.equals(context.getFlowPath());
    }

    @Override
    public boolean requiresUser() {
        return false;
    }
}
