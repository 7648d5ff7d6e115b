package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.LeastTime;
import io.authrealm.api.service.password.Passwords;
import io.authrealm.api.service.session.RefreshTokens;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.service.signup.SignUp;
import io.authrealm.api.tenant.TenantSettings;
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

/** {@code /v1/auth} (contract, section 8). */
public final class AuthResource {

    /**
     * After this long a client may try again where too many attempts on one account were waiting.
     */
    static final int BUSY_RETRY_SECONDS = 1;

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;
    private final SignInAnswers signInAnswers;

    AuthResource(Exchange exchange, Services services) {
        this.exchange = exchange;
        this.services = services;
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
                (tenant, account) -> answer(services.signUp(tenant).create(account)));
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
                                services.signIn(decoy)
                                        .withoutTenant(login.email(), login.password())),
                (tenant, login) ->
                        signInAnswers.of(
                                services.signIn(tenant)
                                        .withPassword(login.email(), login.password())));
    }

    @POST
    @Path("forgot-password")
    public Response forgotPassword(InputStream body) {
        return new RecoveryResource(exchange, services, errors).forgot(body);
    }

    @POST
    @Path("reset-password")
    public Response resetPassword(InputStream body) {
        return new RecoveryResource(exchange, services, errors).reset(body);
    }

    @Path("magic-link")
    public MagicLinkResource magicLink() {
        return new MagicLinkResource(exchange, services, errors);
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
                        services.realmOfChallenge(mfa.mfaToken()).flatMap(resolver::openById),
                (decoy, mfa) -> mfaAnswer(mfa, new SignInResult.ChallengeExpired()),
                (tenant, mfa) ->
                        UuidSyntax.isValid(mfa.mfaToken())
                                ? signInAnswers.of(
                                        services.signIn(tenant)
                                                .withCode(mfa.mfaToken(), mfa.code()))
                                : errors.of(QeetError.SESSION_INVALID));
    }

    private Answer mfaAnswer(QeetRequests.Mfa mfa, SignInResult result) {
        return UuidSyntax.isValid(mfa.mfaToken())
                ? signInAnswers.of(result)
                : errors.of(QeetError.SESSION_INVALID);
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
                        answer(services.refreshTokens(tenant).refresh(refresh.refreshToken())));
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
                    Optional<Caller> caller = services.caller(tenant, bearer);
                    caller.ifPresent(c -> services.sessions(tenant).end(c.session()));
                    return caller.isPresent() || services.isGenuine(tenant, bearer)
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
                                        caller.userId(),
                                        caller.tenant().id(),
                                        caller.sessionId(),
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
                                        services
                                                .sessions(caller.tenant())
                                                .active(caller.user())
                                                .stream()
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
                    services.sessions(caller.tenant()).revoke(caller.user(), id);
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
        return services.passwords(caller.tenant());
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
