package io.authrealm.api.dialect.qeet;

import io.authrealm.api.account.MfaChallenges;
import io.authrealm.api.account.Passwords;
import io.authrealm.api.account.Sessions;
import io.authrealm.api.account.SignIn;
import io.authrealm.api.account.SignInResult;
import io.authrealm.api.account.SignUp;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.LeastTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.api.token.BearerTokens;
import io.authrealm.api.token.Caller;
import io.authrealm.api.token.RefreshTokens;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** {@code /v1/auth} (contract, section 8). */
public final class AuthResource {

    /**
     * After this long a client may try again where too many attempts on one account were waiting.
     */
    static final int BUSY_RETRY_SECONDS = 1;

    private final Exchange exchange;
    private final KeycloakSession session;
    private final QeetErrors errors;
    private final SignInAnswers signInAnswers;

    AuthResource(Exchange exchange) {
        this.exchange = exchange;
        this.session = exchange.session();
        this.errors = new QeetErrors(exchange.requestId());
        this.signInAnswers = new SignInAnswers(errors);
    }

    @POST
    @Path("signup")
    public Response signUp(InputStream body) {
        return exchange.anonymous(
                errors,
                LeastTime.of(TenantSettings::signupFloorMillis),
                body,
                QeetRequests::newAccount,
                (resolver, account) -> resolver.forNewAccount(account.email()),
                (decoy, account) -> errors.of(QeetError.SELF_REGISTRATION_DISABLED),
                (tenant, account) -> answer(new SignUp(session, tenant).create(account)));
    }

    private Answer answer(SignUp.Result result) {
        if (result instanceof SignUp.Result.SignedUp signedUp) {
            return Answer.of(
                    201,
                    new QeetBodies.SignedUp(
                            QeetBodies.User.of(signedUp.profile()),
                            QeetBodies.Tokens.of(signedUp.tokens())));
        }
        if (result instanceof SignUp.Result.ActionRequired required) {
            return Answer.of(
                    201,
                    new QeetBodies.SignedUpWithActions(
                            QeetBodies.User.of(required.profile()), required.actions()));
        }
        if (result instanceof SignUp.Result.Overloaded overloaded) {
            return errors.retryLater(QeetError.UNAVAILABLE, overloaded.retryAfterSeconds());
        }
        if (result instanceof SignUp.Result.PasswordRefused refused) {
            return errors.passwordRefused(refused.refusal());
        }
        if (result instanceof SignUp.Result.InvalidField invalid) {
            return errors.invalid(invalid.field(), invalid.code(), "is not valid");
        }
        if (result instanceof SignUp.Result.TenantClosed) {
            return errors.notFound();
        }
        return errors.of(
                result instanceof SignUp.Result.RegistrationClosed
                        ? QeetError.SELF_REGISTRATION_DISABLED
                        : QeetError.UNPROCESSABLE);
    }

    @POST
    @Path("login")
    public Response login(InputStream body) {
        return exchange.anonymous(
                new QeetErrors(exchange.requestId(), QeetError.VALIDATION_FAILED),
                LeastTime.ofRefusals(TenantSettings::signInRefusalFloorMillis),
                body,
                QeetRequests.Login::parse,
                (resolver, login) -> resolver.byEmail(login.email()),
                (decoy, login) ->
                        signInAnswers.of(
                                signIn(decoy).withoutTenant(login.email(), login.password())),
                (tenant, login) ->
                        signInAnswers.of(
                                signIn(tenant).withPassword(login.email(), login.password())));
    }

    @POST
    @Path("forgot-password")
    public Response forgotPassword(InputStream body) {
        return new RecoveryResource(exchange, errors).forgot(body);
    }

    @POST
    @Path("reset-password")
    public Response resetPassword(InputStream body) {
        return new RecoveryResource(exchange, errors).reset(body);
    }

    @Path("magic-link")
    public MagicLinkResource magicLink() {
        return new MagicLinkResource(exchange, errors);
    }

    @POST
    @Path("mfa")
    public Response mfa(InputStream body) {
        return exchange.anonymous(
                errors,
                LeastTime.NONE,
                body,
                QeetRequests.Mfa::parse,
                (resolver, mfa) ->
                        MfaChallenges.realmOf(session, mfa.mfaToken()).flatMap(resolver::openById),
                (decoy, mfa) -> mfaAnswer(mfa, new SignInResult.ChallengeExpired()),
                (tenant, mfa) ->
                        UuidSyntax.isValid(mfa.mfaToken())
                                ? signInAnswers.of(
                                        signIn(tenant).withCode(mfa.mfaToken(), mfa.code()))
                                : errors.of(QeetError.SESSION_INVALID));
    }

    private Answer mfaAnswer(QeetRequests.Mfa mfa, SignInResult result) {
        return UuidSyntax.isValid(mfa.mfaToken())
                ? signInAnswers.of(result)
                : errors.of(QeetError.SESSION_INVALID);
    }

    private SignIn signIn(Tenant tenant) {
        return new SignIn(
                session,
                exchange.runtime().signIn(),
                exchange.entry(),
                exchange.isTenantNamed(),
                tenant);
    }

    @POST
    @Path("refresh")
    public Response refresh(InputStream body) {
        return exchange.anonymous(
                errors,
                LeastTime.NONE,
                body,
                QeetRequests.Refresh::parse,
                (resolver, refresh) -> resolver.byToken(refresh.refreshToken()),
                (decoy, refresh) -> errors.of(QeetError.REFRESH_TOKEN_INVALID),
                (tenant, refresh) ->
                        answer(
                                new RefreshTokens(session, exchange.runtime().refreshGate(), tenant)
                                        .refresh(refresh.refreshToken())));
    }

    private Answer answer(RefreshTokens.Result result) {
        if (result instanceof RefreshTokens.Result.Refreshed refreshed) {
            return Answer.ok(QeetBodies.Tokens.of(refreshed.tokens()));
        }
        if (result instanceof RefreshTokens.Result.Busy) {
            return errors.retryLater(QeetError.UNAVAILABLE, BUSY_RETRY_SECONDS);
        }
        if (result instanceof RefreshTokens.Result.SessionRevoked) {
            return errors.of(QeetError.SESSION_REVOKED);
        }
        return errors.of(
                result instanceof RefreshTokens.Result.AccountSuspended
                        ? QeetError.ACCOUNT_SUSPENDED
                        : QeetError.REFRESH_TOKEN_INVALID);
    }

    /**
     * A second logout with the same token succeeds like the first, so the session need not be
     * alive.
     */
    @POST
    @Path("logout")
    public Response logout() {
        return exchange.withBearer(
                errors,
                (tenant, bearer) -> {
                    Optional<Caller> caller = BearerTokens.verify(session, tenant, bearer);
                    caller.ifPresent(c -> new Sessions(session, tenant).end(c.session()));
                    return caller.isPresent() || BearerTokens.isGenuine(session, tenant, bearer)
                            ? message("Signed out.")
                            : errors.unauthorized();
                });
    }

    @GET
    @Path("me")
    public Response me() {
        return exchange.authenticated(
                errors,
                caller ->
                        Answer.ok(
                                new QeetBodies.Me(
                                        caller.user().getId(),
                                        caller.tenant().id(),
                                        caller.session().getId(),
                                        "user",
                                        List.of())));
    }

    @GET
    @Path("sessions")
    public Response sessions() {
        return exchange.authenticated(
                errors,
                caller ->
                        Answer.ok(
                                new QeetBodies.Items<>(
                                        new Sessions(session, caller.tenant())
                                                .active(caller.user()).stream()
                                                        .map(QeetBodies.Session::of)
                                                        .toList())));
    }

    @DELETE
    @Path("sessions/{id}")
    public Response revokeSession(@PathParam("id") String id) {
        return exchange.authenticated(
                errors,
                caller -> {
                    if (!UuidSyntax.isValid(id)) {
                        return errors.of(QeetError.BAD_REQUEST, "invalid id");
                    }
                    new Sessions(session, caller.tenant()).revoke(caller.user(), id);
                    return message("The session has ended.");
                });
    }

    @GET
    @Path("password")
    public Response passwordStatus() {
        return exchange.authenticated(
                errors,
                caller ->
                        Answer.ok(
                                new QeetBodies.PasswordStatus(
                                        passwords(caller).isSet(caller.user()))));
    }

    @POST
    @Path("password")
    public Response changePassword(InputStream body) {
        return exchange.authenticated(
                errors,
                body,
                QeetRequests.ChangePassword::parse,
                (caller, request) -> {
                    int wait = exchange.takeSensitiveToken(caller);
                    return wait > 0
                            ? errors.rateLimited(wait)
                            : answer(
                                    passwords(caller)
                                            .change(
                                                    caller.user(),
                                                    caller.session(),
                                                    request.currentPassword(),
                                                    request.newPassword()));
                });
    }

    private Passwords passwords(Caller caller) {
        return new Passwords(session, exchange.runtime().signIn(), caller.tenant());
    }

    private Answer answer(Passwords.ChangeResult result) {
        if (result instanceof Passwords.ChangeResult.Changed) {
            return message("The password has been changed.");
        }
        if (result instanceof Passwords.ChangeResult.WrongCurrentPassword) {
            return errors.of(QeetError.INVALID_CREDENTIALS);
        }
        if (result instanceof Passwords.ChangeResult.Locked locked) {
            return errors.retryLater(QeetError.ACCOUNT_LOCKED, locked.retryAfterSeconds());
        }
        if (result instanceof Passwords.ChangeResult.Busy) {
            return errors.rateLimited(BUSY_RETRY_SECONDS);
        }
        if (result instanceof Passwords.ChangeResult.Overloaded overloaded) {
            return errors.retryLater(QeetError.UNAVAILABLE, overloaded.retryAfterSeconds());
        }
        return result instanceof Passwords.ChangeResult.Refused refused
                ? errors.passwordRefused(refused.refusal())
                : errors.of(QeetError.FORBIDDEN, "the password is managed elsewhere");
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }

    private static Answer message(String text) {
        return Answer.ok(new QeetBodies.Message(text));
    }
}
