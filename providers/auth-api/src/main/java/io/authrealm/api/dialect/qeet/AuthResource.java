package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.password.PasswordChangeResult;
import io.authrealm.api.service.session.RefreshResult;
import io.authrealm.api.service.session.RefreshTokens;
import io.authrealm.api.service.session.SignOutResult;
import io.authrealm.api.service.signin.ContinuationResult;
import io.authrealm.api.service.signin.FactorSignIn;
import io.authrealm.api.service.signin.PasswordSignIn;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.service.signup.SignUp;
import io.authrealm.api.service.signup.SignUpResult;
import io.authrealm.api.service.switching.TenantSwitchResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/** {@code /v1/auth}. */
public final class AuthResource {

    static final Cases<QeetErrors, SignUpResult, Answer> SIGNED_UP =
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
                            SignUpResult.SessionOpened.class,
                            (errors, opened) ->
                                    QeetCookies.remember(
                                            Answer.of(
                                                    201, HostedBodies.Opened.of(opened.session())),
                                            opened.session()))
                    .when(
                            SignUpResult.ActionRequired.class,
                            (errors, required) ->
                                    Answer.of(
                                            201,
                                            new QeetBodies.SignedUpWithActions(
                                                    QeetBodies.User.of(required.profile()),
                                                    ActionBodies.Required.of(required.signIn()))))
                    .when(
                            SignUpResult.Created.class,
                            (errors, created) ->
                                    Answer.of(
                                            201,
                                            new QeetBodies.SignedUpOnly(
                                                    QeetBodies.User.of(created.profile()))))
                    .when(SignUpResult.Refused.class, errors -> errors.of(QeetError.UNPROCESSABLE))
                    .when(
                            SignUpResult.PasswordRefused.class,
                            (errors, refused) ->
                                    errors.passwordRefused("password", refused.refusal()))
                    .when(
                            SignUpResult.InvalidAttribute.class,
                            (errors, invalid) -> errors.invalidAttribute(invalid.attribute()))
                    .when(
                            SignUpResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            SignUpResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(SignUpResult.NotAdmitted.class, errors -> errors.of(QeetError.FORBIDDEN))
                    .when(
                            SignUpResult.RegistrationClosed.class,
                            errors -> errors.of(QeetError.SELF_REGISTRATION_DISABLED))
                    .when(
                            SignUpResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
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
                            RefreshResult.Outlived.class,
                            errors -> errors.of(QeetError.SESSION_REVOKED))
                    .when(
                            RefreshResult.Replayed.class,
                            errors -> errors.of(QeetError.SESSION_REVOKED))
                    .when(
                            RefreshResult.AccountSuspended.class,
                            errors -> errors.of(QeetError.ACCOUNT_SUSPENDED))
                    .when(
                            RefreshResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    private static final Cases<QeetErrors, SignOutResult, Answer> SIGNED_OUT =
            Cases.<QeetErrors, SignOutResult, Answer>of(SignOutResult.class)
                    .when(SignOutResult.SignedOut.class, errors -> message("Signed out."))
                    .when(SignOutResult.TokenInvalid.class, errors -> errors.unauthorized())
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
                            PasswordChangeResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Busy.class,
                            (errors, busy) -> errors.rateLimited(busy.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Refused.class,
                            (errors, refused) ->
                                    errors.passwordRefused("new_password", refused.refusal()))
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

    private static final Cases<QeetErrors, TenantSwitchResult, Answer> SWITCHED =
            Cases.<QeetErrors, TenantSwitchResult, Answer>of(TenantSwitchResult.class)
                    .when(
                            TenantSwitchResult.Switched.class,
                            (errors, switched) ->
                                    SignInAnswers.SIGNED_IN.apply(errors, switched.signIn()))
                    .when(
                            TenantSwitchResult.NotMember.class,
                            errors -> errors.of(QeetError.NOT_TENANT_MEMBER))
                    .when(
                            TenantSwitchResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .complete();

    private static final Cases<QeetErrors, ContinuationResult, Answer> CONTINUED =
            Cases.<QeetErrors, ContinuationResult, Answer>of(ContinuationResult.class)
                    .when(
                            ContinuationResult.GoOn.class,
                            (errors, goOn) ->
                                    Answer.of(302, null).with("Location", goOn.page().toString()))
                    .when(ContinuationResult.Unknown.class, errors -> errors.notFound())
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    AuthResource(Call call, Services services) {
        this.call = call;
        this.services = services;
        this.errors = new QeetErrors(call.requestId());
    }

    @POST
    @Path("signup")
    public Response signUp(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    SignUp signUp = services.signUp();
                    QeetRequests.SignUp sent = call.body(body, QeetRequests.SignUp::parse);
                    return SIGNED_UP.apply(errors, signUp.create(sent.account(), sent.app()));
                });
    }

    @POST
    @Path("register")
    public Response register(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    SignUp signUp = services.signUp();
                    QeetRequests.Registration sent =
                            call.body(body, QeetRequests.Registration::parse);
                    return SIGNED_UP.apply(
                            errors,
                            signUp.createAt(
                                    sent.tenantId(), sent.signUp().account(), sent.signUp().app()));
                });
    }

    @POST
    @Path("login")
    public Response login(InputStream body) {
        return call.respond(
                new QeetErrors(call.requestId(), QeetError.VALIDATION_FAILED),
                () -> {
                    PasswordSignIn signIn = services.passwordSignIn();
                    QeetRequests.Login login = call.body(body, QeetRequests.Login::parse);
                    return signedIn(signIn.signIn(login.email(), login.password(), login.app()));
                });
    }

    @POST
    @Path("forgot-password")
    public Response forgotPassword(InputStream body) {
        return new RecoveryResource(call, services, errors).forgot(body);
    }

    @POST
    @Path("reset-password")
    public Response resetPassword(InputStream body) {
        return new RecoveryResource(call, services, errors).reset(body);
    }

    @Path("magic-link")
    public MagicLinkResource magicLink() {
        return new MagicLinkResource(call, services, errors);
    }

    @POST
    @Path("mfa")
    public Response mfa(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    FactorSignIn signIn = services.factorSignIn();
                    FactorRequests.Answer mfa = call.body(body, FactorRequests.Answer::parse);
                    if (!UuidSyntax.isValid(mfa.mfaToken())) {
                        return errors.of(QeetError.SESSION_INVALID);
                    }
                    return mfa.answer()
                            .map(answer -> signedIn(signIn.answer(mfa.mfaToken(), answer)))
                            .orElseGet(() -> errors.of(QeetError.PASSKEY_ASSERTION_INVALID));
                });
    }

    @POST
    @Path("mfa/challenge")
    public Response promptForFactor(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    FactorSignIn signIn = services.factorSignIn();
                    FactorRequests.Prompt prompt = call.body(body, FactorRequests.Prompt::parse);
                    return UuidSyntax.isValid(prompt.mfaToken())
                            ? SignInAnswers.PROMPTED.apply(
                                    new SignInAnswers.Prompt(errors, prompt.mfaToken()),
                                    signIn.prompt(
                                            prompt.mfaToken(), prompt.method(), prompt.factorId()))
                            : errors.of(QeetError.SESSION_INVALID);
                });
    }

    @Path("actions")
    public ActionsResource actions() {
        return new ActionsResource(call, services, errors);
    }

    @GET
    @Path("continue/{token}")
    public Response goOnInBrowser(@PathParam("token") String token) {
        return call.respond(
                errors, () -> CONTINUED.apply(errors, services.browserSignIn().open(token)));
    }

    private Answer signedIn(SignInResult result) {
        return SignInAnswers.SIGNED_IN.apply(errors, result);
    }

    @POST
    @Path("refresh")
    public Response refresh(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    RefreshTokens refreshTokens = services.refreshTokens();
                    QeetRequests.Refresh refresh = call.body(body, QeetRequests.Refresh::parse);
                    return REFRESHED.apply(errors, refreshTokens.refresh(refresh.refreshToken()));
                });
    }

    @POST
    @Path("logout")
    public Response logout() {
        return call.respond(
                errors,
                () ->
                        call.cookieForBearer(QeetCookies.SESSION)
                                .map(hostedSession()::signOut)
                                .orElseGet(this::signOutByBearer));
    }

    private Answer signOutByBearer() {
        return SIGNED_OUT.apply(errors, services.signOut().by(call.bearer()));
    }

    @POST
    @Path("session")
    public Response openSession(InputStream body) {
        return hostedSession().open(body);
    }

    @POST
    @Path("session/mfa")
    public Response answerChallengeOfSession(InputStream body) {
        return hostedSession().answerChallenge(body);
    }

    @DELETE
    @Path("session")
    public Response closeSession() {
        return hostedSession().close();
    }

    private HostedSessionResource hostedSession() {
        return new HostedSessionResource(call, services, errors);
    }

    @GET
    @Path("me")
    public Response me() {
        return call.respond(
                errors,
                () ->
                        Answer.ok(
                                call.byKey()
                                        .flatMap(admin -> services.apiKeys(admin).own())
                                        .map(QeetBodies.Me::of)
                                        .orElseGet(() -> QeetBodies.Me.of(call.user()))));
    }

    @GET
    @Path("sessions")
    public Response sessions() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return Answer.ok(
                            new QeetBodies.Items<>(
                                    services.sessions(user.tenant()).active(user).stream()
                                            .map(QeetBodies.Session::of)
                                            .toList()));
                });
    }

    @DELETE
    @Path("sessions/{id}")
    public Response revokeSession(@PathParam("id") String id) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    Optional<String> uuid = UuidSyntax.normalized(id);
                    // Keycloak gives a sign-in on its pages an id that is no UUID.
                    boolean isEnded =
                            services.sessions(user.tenant()).revoke(user, uuid.orElse(id));
                    return isEnded || uuid.isPresent()
                            ? message("The session has ended.")
                            : errors.of(QeetError.BAD_REQUEST, "invalid id");
                });
    }

    @POST
    @Path("switch-tenant")
    public Response switchTenant(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    QeetRequests.SwitchTenant sent =
                            call.body(body, QeetRequests.SwitchTenant::parse);
                    return SWITCHED.apply(
                            errors, services.tenantSwitch().to(user, sent.tenantId(), sent.app()));
                });
    }

    @GET
    @Path("password")
    public Response passwordStatus() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    boolean isSet = services.passwords(user.tenant()).isSet(user);
                    return Answer.ok(new QeetBodies.PasswordStatus(isSet));
                });
    }

    @POST
    @Path("password")
    public Response changePassword(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    QeetRequests.ChangePassword change =
                            call.body(body, QeetRequests.ChangePassword::parse);
                    return PASSWORD_CHANGED.apply(
                            errors,
                            services.passwords(user.tenant())
                                    .change(user, change.currentPassword(), change.newPassword()));
                });
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private static Answer message(String text) {
        return Answer.ok(new QeetBodies.Message(text));
    }
}
