package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.factor.FirstTotpConfirmResult;
import io.authrealm.api.service.factor.FirstTotpStartResult;
import io.authrealm.api.service.factor.RecoveryCodesResult;
import io.authrealm.api.service.factor.TotpConfirmResult;
import io.authrealm.api.service.factor.TotpStartResult;
import io.authrealm.api.service.passkey.PasskeyBeginResult;
import io.authrealm.api.service.passkey.PasskeyRegistrationResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.webauthn.PublicKeyJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;

/** {@code /v1/users/me/mfa}: the second factors of the signed-in user. */
public final class OwnFactorsResource {

    private static final Cases<JitsudoErrors, FirstTotpStartResult, Answer> TOTP_STARTED =
            Cases.<JitsudoErrors, FirstTotpStartResult, Answer>of(FirstTotpStartResult.class)
                    .when(
                            TotpStartResult.Started.class,
                            (errors, started) ->
                                    Answer.of(201, AccountBodies.TotpStarted.of(started)))
                    .when(TotpStartResult.StepUpRequired.class, errors -> stepUp(errors))
                    .when(
                            FirstTotpStartResult.AlreadyEnrolled.class,
                            errors -> errors.of(JitsudoError.ALREADY_ENROLLED))
                    .complete();

    private static final Cases<JitsudoErrors, FirstTotpConfirmResult, Answer> TOTP_CONFIRMED =
            Cases.<JitsudoErrors, FirstTotpConfirmResult, Answer>of(FirstTotpConfirmResult.class)
                    .when(
                            FirstTotpConfirmResult.AlreadyEnrolled.class,
                            errors -> errors.of(JitsudoError.ALREADY_ENROLLED))
                    .when(
                            TotpConfirmResult.Confirmed.class,
                            (errors, confirmed) ->
                                    Answer.ok(
                                            AccountBodies.BackupCodes.of(
                                                    confirmed.recoveryCodes())))
                    .when(TotpConfirmResult.NotStarted.class, errors -> errors.notFound())
                    .when(
                            TotpConfirmResult.CodeInvalid.class,
                            errors -> errors.of(JitsudoError.INVALID_CODE))
                    .when(TotpConfirmResult.StepUpRequired.class, errors -> stepUp(errors))
                    .when(
                            TotpConfirmResult.ReadOnly.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .complete();

    static final Cases<JitsudoErrors, RecoveryCodesResult, Answer> CODES_MADE =
            Cases.<JitsudoErrors, RecoveryCodesResult, Answer>of(RecoveryCodesResult.class)
                    .when(
                            RecoveryCodesResult.Made.class,
                            (errors, made) -> Answer.ok(AccountBodies.BackupCodes.of(made.codes())))
                    .when(
                            RecoveryCodesResult.NotEnrolled.class,
                            errors -> errors.of(JitsudoError.CONFLICT))
                    .when(RecoveryCodesResult.StepUpRequired.class, errors -> stepUp(errors))
                    .when(
                            RecoveryCodesResult.Unavailable.class,
                            errors -> errors.of(JitsudoError.NOT_IMPLEMENTED))
                    .complete();

    static final Cases<JitsudoErrors, PasskeyBeginResult, Answer> KEY_BEGUN =
            Cases.<JitsudoErrors, PasskeyBeginResult, Answer>of(PasskeyBeginResult.class)
                    .when(
                            PasskeyBeginResult.Begun.class,
                            (errors, begun) ->
                                    Answer.ok(new SignInBodies.KeyOptions(begun.options())))
                    .when(PasskeyBeginResult.StepUpRequired.class, errors -> stepUp(errors))
                    .when(
                            PasskeyBeginResult.MethodDisabled.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .when(
                            PasskeyBeginResult.Unavailable.class,
                            errors -> errors.of(JitsudoError.NOT_IMPLEMENTED))
                    .when(PasskeyBeginResult.NoKeys.class, errors -> errors.notFound())
                    .complete();

    /**
     * @param remaining backup codes that the user has
     */
    private record Registration(JitsudoErrors errors, int remaining) {

        Answer codes(PasskeyRegistrationResult.Registered registered) {
            return Answer.ok(
                    new AccountBodies.BackupCodes(
                            registered.recoveryCodes(),
                            Math.max(remaining, registered.recoveryCodes().size())));
        }
    }

    private static final Cases<Registration, PasskeyRegistrationResult, Answer> KEY_REGISTERED =
            Cases.<Registration, PasskeyRegistrationResult, Answer>of(
                            PasskeyRegistrationResult.class)
                    .when(PasskeyRegistrationResult.Registered.class, Registration::codes)
                    .when(
                            PasskeyRegistrationResult.SessionExpired.class,
                            registration -> registration.errors().notFound())
                    .when(
                            PasskeyRegistrationResult.SessionMismatch.class,
                            registration -> registration.errors().notFound())
                    .when(
                            PasskeyRegistrationResult.AttestationInvalid.class,
                            registration -> badCredential(registration.errors()))
                    .when(
                            PasskeyRegistrationResult.AlreadyRegistered.class,
                            registration -> registration.errors().of(JitsudoError.ALREADY_ENROLLED))
                    .when(
                            PasskeyRegistrationResult.TooMany.class,
                            registration -> registration.errors().of(JitsudoError.CONFLICT))
                    .when(
                            PasskeyRegistrationResult.StepUpRequired.class,
                            registration -> stepUp(registration.errors()))
                    .when(
                            PasskeyRegistrationResult.MethodDisabled.class,
                            registration -> registration.errors().of(JitsudoError.FORBIDDEN))
                    .complete();

    private final Call call;
    private final Services services;
    private final JitsudoErrors errors;

    OwnFactorsResource(Call call, Services services, JitsudoErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @GET
    public Response list() {
        return forUser(
                user -> Answer.ok(AccountBodies.Methods.of(services.ownFactors().list(user))));
    }

    @POST
    @Path("totp")
    public Response startTotp() {
        return forUser(
                user -> TOTP_STARTED.apply(errors, services.totp(user.tenant()).startFirst(user)));
    }

    @POST
    @Path("totp/verify")
    public Response confirmTotp(InputStream body) {
        return forUser(
                user -> {
                    JitsudoRequests.Code request = call.body(body, JitsudoRequests.Code::parse);
                    return TOTP_CONFIRMED.apply(
                            errors,
                            services.totp(user.tenant()).confirmFirst(user, request.code()));
                });
    }

    @POST
    @Path("backup-codes")
    public Response makeCodes() {
        return forUser(
                user ->
                        CODES_MADE.apply(
                                errors, services.recoveryCodes(user.tenant()).regenerate(user)));
    }

    @POST
    @Path("webauthn/register")
    public Response beginKey() {
        return forUser(
                user ->
                        JitsudoRequests.kindOfKey(call.query().getFirst("method_type"))
                                .map(
                                        kind ->
                                                KEY_BEGUN.apply(
                                                        errors,
                                                        services.passkeyRegistration(user.tenant())
                                                                .begin(user, kind)))
                                .orElseGet(
                                        () ->
                                                errors.invalid(
                                                        "method_type",
                                                        "is not one of the allowed values")));
    }

    @POST
    @Path("webauthn/register/complete")
    public Response completeKey(InputStream body) {
        return forUser(
                user -> {
                    JitsudoRequests.MadeKey request =
                            call.body(body, JitsudoRequests.MadeKey::parse);
                    return PublicKeyJson.attestation(request.credential())
                            .map(made -> register(user, made, request.name()))
                            .orElseGet(() -> badCredential(errors));
                });
    }

    private Answer register(Caller user, PublicKeyJson.Attestation made, String name) {
        int remaining = services.recoveryCodes(user.tenant()).status(user).remaining();
        return KEY_REGISTERED.apply(
                new Registration(errors, remaining),
                services.passkeyRegistration(user.tenant()).finishWithCodes(user, made, name));
    }

    private Response forUser(Function<Caller, Answer> endpoint) {
        return call.respond(errors, () -> endpoint.apply(call.user()));
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private static Answer stepUp(JitsudoErrors errors) {
        return errors.of(JitsudoError.STEP_UP_REQUIRED);
    }

    private static Answer badCredential(JitsudoErrors errors) {
        return errors.invalid("credential", "is not valid");
    }
}
