package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.LeastTime;
import io.authrealm.api.service.password.PasswordChangeResult;
import io.authrealm.api.service.password.Passwords;
import io.authrealm.api.service.session.RefreshResult;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.service.signup.SignUpResult;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.outcome.Cases;
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

/** {@code /v1/auth}. */
public final class AuthResource {

    private static final Cases<QeetErrors, SignUpResult, Answer> SIGNED_UP =
            Cases.<QeetErrors, SignUpResult, Answer>of(SignUpResult.class)
                    .when(
                            SignUpResult.SignedUp.class,
                            (errors, signedUp) ->
                                    Answer.of(
                                            201,
                                            new QeetBodies.SignedUp(
                                                    QeetBodies.User.of(signedUp.profile()),
                                                    QeetBodies.Tokens.of(signedUp.tokens()))))
                    .when(
                            SignUpResult.ActionRequired.class,
                            (errors, required) ->
                                    Answer.of(
                                            201,
                                            new QeetBodies.SignedUpWithActions(
                                                    QeetBodies.User.of(required.profile()),
                                                    required.actions())))
                    .when(SignUpResult.Refused.class, errors -> errors.of(QeetError.UNPROCESSABLE))
                    .when(
                            SignUpResult.PasswordRefused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
                    .when(
                            SignUpResult.InvalidField.class,
                            (errors, invalid) ->
                                    errors.invalid(invalid.field(), invalid.code(), "is not valid"))
                    .when(
                            SignUpResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            SignUpResult.RegistrationClosed.class,
                            errors -> errors.of(QeetError.SELF_REGISTRATION_DISABLED))
                    .when(SignUpResult.TenantClosed.class, errors -> errors.notFound())
                    .complete();

    private static final Cases<QeetErrors, RefreshResult, Answer> REFRESHED =
            Cases.<QeetErrors, RefreshResult, Answer>of(RefreshResult.class)
                    .when(
                            RefreshResult.Refreshed.class,
                            (errors, refreshed) ->
                                    Answer.ok(QeetBodies.Tokens.of(refreshed.tokens())))
                    .when(
                            RefreshResult.Invalid.class,
                            errors -> errors.of(QeetError.REFRESH_TOKEN_INVALID))
                    .when(
                            RefreshResult.SessionRevoked.class,
                            errors -> errors.of(QeetError.SESSION_REVOKED))
                    .when(
                            RefreshResult.AccountSuspended.class,
                            errors -> errors.of(QeetError.ACCOUNT_SUSPENDED))
                    .when(
                            RefreshResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    private static final Cases<QeetErrors, PasswordChangeResult, Answer> PASSWORD_CHANGED =
            Cases.<QeetErrors, PasswordChangeResult, Answer>of(PasswordChangeResult.class)
                    .when(
                            PasswordChangeResult.Changed.class,
                            errors -> message("The password has been changed."))
                    .when(
                            PasswordChangeResult.WrongCurrentPassword.class,
                            errors -> errors.of(QeetError.INVALID_CREDENTIALS))
                    .when(
                            PasswordChangeResult.Locked.class,
                            (errors, locked) ->
                                    errors.retryLater(
                                            QeetError.ACCOUNT_LOCKED, locked.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Busy.class,
                            (errors, busy) -> errors.rateLimited(busy.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Refused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
                    .when(
                            PasswordChangeResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.ReadOnly.class,
                            errors ->
                                    errors.of(
                                            QeetError.FORBIDDEN,
                                            "the password is managed elsewhere"))
                    .complete();

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    AuthResource(Exchange exchange, Services services) {
        this.exchange = exchange;
        this.services = services;
        this.errors = new QeetErrors(exchange.requestId());
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
                (tenant, account) ->
                        SIGNED_UP.apply(errors, services.signUp(tenant).create(account)));
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
                        signedIn(
                                services.signIn(decoy)
                                        .withoutTenant(login.email(), login.password())),
                (tenant, login) ->
                        signedIn(
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
                                ? signedIn(
                                        services.signIn(tenant)
                                                .withCode(mfa.mfaToken(), mfa.code()))
                                : errors.of(QeetError.SESSION_INVALID));
    }

    private Answer signedIn(SignInResult result) {
        return SignInAnswers.SIGNED_IN.apply(errors, result);
    }

    private Answer mfaAnswer(QeetRequests.Mfa mfa, SignInResult result) {
        return UuidSyntax.isValid(mfa.mfaToken())
                ? signedIn(result)
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
                        REFRESHED.apply(
                                errors,
                                services.refreshTokens(tenant).refresh(refresh.refreshToken())));
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
                            : PASSWORD_CHANGED.apply(
                                    errors,
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

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }

    private static Answer message(String text) {
        return Answer.ok(new QeetBodies.Message(text));
    }
}
