package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.LinkedMailbox;
import io.authrealm.api.keycloak.LoginFailures;
import io.authrealm.api.service.factor.CodeChannel;
import io.authrealm.api.service.factor.CodeFactor;
import io.authrealm.api.service.factor.FactorCodeResult;
import io.authrealm.api.service.factor.FactorOffer;
import io.authrealm.api.service.factor.MailboxProof;
import io.authrealm.api.service.factor.SignInCodes;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.messages.Messages;

/**
 * The step that asks for a code of one channel. On a page it sends the first code by itself, and
 * another one if the user asks for it, to another address or number if the user has several. In the
 * flow that the API runs, the API sends the codes. A grant without a page is refused, because its
 * user could not type the code in. A page does not ask for the mailbox of the link that the sign-in
 * began with: the user could choose it in place of a better factor.
 */
final class CodeStep implements Authenticator, CredentialValidator<CodeCredentials> {

    static final String CODE_FIELD = "code";

    private static final String RESEND_FIELD = "resend";

    /** Which of several addresses or numbers the next code goes to. */
    private static final String FACTOR_FIELD = "factor";

    private static final String TEMPLATE = "authrealm-code.ftl";
    private static final String WRONG = "authrealmCodeWrong";
    private static final String LATER = "authrealmCodeLater";

    /** The path on which Keycloak runs a direct grant flow. */
    static final String TOKEN_PATH = "token";

    private static final int LONGEST_CODE = 64;

    /** The text that says why no code was sent; nothing if one was. */
    private static final Cases<Void, FactorCodeResult, Optional<String>> PROBLEM =
            Cases.<Void, FactorCodeResult, Optional<String>>of(FactorCodeResult.class)
                    .when(FactorCodeResult.Sent.class, unused -> Optional.empty())
                    .when(FactorCodeResult.NotSent.class, unused -> Optional.of(LATER))
                    .complete();

    private final CodeChannel channel;

    CodeStep(CodeChannel channel) {
        this.channel = channel;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        switch (String.valueOf(context.getFlowPath())) {
            case HeadlessProcessor.FLOW_PATH -> context.challenge(Response.ok().build());
            case TOKEN_PATH -> refuseGrant(context);
            default -> {
                if (MailboxProof.covers(context.getAuthenticationSession(), channel.factor())
                        || isSwitchedOff(context)) {
                    context.attempted();
                } else if (!isClosed(context)) {
                    boolean isSent =
                            SignInCodes.isSent(context.getAuthenticationSession(), channel);
                    Optional<String> problem = isSent ? Optional.empty() : send(context, null);
                    context.challenge(page(context, problem));
                }
            }
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (isClosed(context)) {
            return;
        }
        if (form.containsKey(RESEND_FIELD)) {
            context.challenge(page(context, send(context, form.getFirst(FACTOR_FIELD))));
            return;
        }
        String code = form.getFirst(CODE_FIELD);
        if (code == null || code.isBlank()) {
            context.challenge(page(context, Optional.of(WRONG)));
        } else if (isRight(context, code)) {
            succeed(context);
        } else {
            refuse(context);
        }
    }

    /** The user may have another factor that the flow can ask for. */
    private boolean isSwitchedOff(AuthenticationFlowContext context) {
        KeycloakSession session = context.getSession();
        return Tenant.of(session, context.getRealm())
                .filter(
                        tenant ->
                                !new FactorOffer(session, tenant).isTakenAtSignIn(channel.factor()))
                .isPresent();
    }

    /** A mailbox that the sign-in began with is no other credential than it was. */
    private void succeed(AuthenticationFlowContext context) {
        if (MailboxProof.covers(context.getAuthenticationSession(), channel.factor())) {
            LinkedMailbox.provedAgain(context.getAuthenticationSession());
            context.success();
        } else {
            context.success(channel.factor().type());
        }
    }

    private void refuse(AuthenticationFlowContext context) {
        context.getEvent().user(context.getUser()).error(Errors.INVALID_USER_CREDENTIALS);
        if (HeadlessProcessor.FLOW_PATH.equals(context.getFlowPath())) {
            context.failureChallenge(
                    AuthenticationFlowError.INVALID_CREDENTIALS, Response.ok().build());
        } else {
            countFailure(context);
            context.forceChallenge(page(context, Optional.of(WRONG)));
        }
    }

    /**
     * From 26.6 on, the engine counts only failures of the types that it knows. So the step counts
     * by itself, and does not report the failure to the engine, which would count it again before
     * 26.6. It counts as a wrong password, because a sign-in with the password clears that.
     */
    private static void countFailure(AuthenticationFlowContext context) {
        if (!context.getRealm().isBruteForceProtected()) {
            return;
        }
        String realmId = context.getRealm().getId();
        String userId = context.getUser().getId();
        String address = context.getConnection().getRemoteHost();
        KeycloakModelUtils.runJobInTransaction(
                context.getSession().getKeycloakSessionFactory(),
                context.getSession().getContext(),
                job ->
                        LoginFailures.countFailure(
                                job,
                                job.realms().getRealm(realmId),
                                userId,
                                address,
                                PasswordCredentialModel.TYPE));
    }

    private boolean isRight(AuthenticationFlowContext context, String code) {
        return code.length() <= LONGEST_CODE
                && context.getUser()
                        .credentialManager()
                        .isValid(
                                new UserCredentialModel(
                                        asked(context).map(CodeFactor::id).orElse(""),
                                        channel.factor().type(),
                                        code.replaceAll("\\s", "")));
    }

    private Optional<CodeFactor> asked(AuthenticationFlowContext context) {
        return SignInCodes.asked(context.getAuthenticationSession(), channel);
    }

    /**
     * @param factorId may be null
     */
    private Optional<String> send(AuthenticationFlowContext context, String factorId) {
        return Tenant.of(context.getSession(), context.getRealm())
                .map(
                        tenant ->
                                PROBLEM.apply(
                                        null,
                                        new SignInCodes(context.getSession(), tenant)
                                                .send(
                                                        context.getAuthenticationSession(),
                                                        channel,
                                                        factorId,
                                                        context.getEvent().clone())))
                .orElse(Optional.of(LATER));
    }

    /** As Keycloak's own steps do, answers a locked or disabled account before any code. */
    private boolean isClosed(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        String locked = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user);
        if (locked == null && user.isEnabled()) {
            return false;
        }
        context.getEvent().user(user).error(locked == null ? Errors.USER_DISABLED : locked);
        String text =
                Errors.USER_TEMPORARILY_DISABLED.equals(locked)
                        ? Messages.ACCOUNT_TEMPORARILY_DISABLED_TOTP
                        : Messages.ACCOUNT_DISABLED;
        context.forceChallenge(page(context, Optional.of(text)));
        return true;
    }

    static void refuseGrant(AuthenticationFlowContext context) {
        context.getEvent().user(context.getUser()).error(Errors.INVALID_USER_CREDENTIALS);
        context.failure(
                AuthenticationFlowError.INVALID_CREDENTIALS,
                Response.status(Response.Status.UNAUTHORIZED)
                        .entity(
                                new OAuth2ErrorRepresentation(
                                        OAuthErrorException.INVALID_GRANT,
                                        "Invalid user credentials"))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    private Response page(AuthenticationFlowContext context, Optional<String> error) {
        Optional<CodeFactor> asked = asked(context);
        boolean isSent = SignInCodes.isSent(context.getAuthenticationSession(), channel);
        List<CodeFactor> factors = SignInCodes.offered(context.getAuthenticationSession(), channel);
        LoginFormsProvider form =
                context.form()
                        .setExecution(context.getExecution().getId())
                        .setAttribute(
                                "authrealmCode",
                                Map.of(
                                        "type",
                                        channel.factor().type(),
                                        "destination",
                                        asked.filter(factor -> isSent)
                                                .map(CodeFactor::masked)
                                                .orElse(""),
                                        "factor",
                                        asked.map(CodeFactor::id).orElse(""),
                                        "choices",
                                        factors.size() > 1 ? choices(factors) : List.of()));
        error.ifPresent(text -> form.addError(new FormMessage(CODE_FIELD, text)));
        return form.createForm(TEMPLATE);
    }

    private static List<Map<String, String>> choices(List<CodeFactor> factors) {
        return factors.stream()
                .map(factor -> Map.of("id", factor.id(), "destination", factor.masked()))
                .toList();
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return user.credentialManager().isConfiguredFor(channel.factor().type());
    }

    /** Keycloak never calls it, because a user cannot set the factor up on a page. */
    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public CodeCredentials getCredentialProvider(KeycloakSession session) {
        return (CodeCredentials)
                session.getProvider(CredentialProvider.class, channel.factor().type());
    }

    @Override
    public void close() {}
}
