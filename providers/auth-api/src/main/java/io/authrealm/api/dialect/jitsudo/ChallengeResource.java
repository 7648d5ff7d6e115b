package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.action.EnrolmentStartResult;
import io.authrealm.api.service.action.RecoveryEnrolmentResult;
import io.authrealm.api.service.action.TotpEnrolment;
import io.authrealm.api.service.action.TotpEnrolmentResult;
import io.authrealm.api.service.signin.FactorSignIn;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/auth/mfa}: what follows the password, with the challenge as the credential. */
public final class ChallengeResource {

    static final Cases<JitsudoErrors, RecoveryEnrolmentResult, Answer> CODES =
            Cases.<JitsudoErrors, RecoveryEnrolmentResult, Answer>of(RecoveryEnrolmentResult.class)
                    .when(
                            RecoveryEnrolmentResult.Made.class,
                            (errors, made) ->
                                    SignInAnswers.Enrolled.THEN.apply(
                                            new SignInAnswers.Enrolled(made.codes()),
                                            made.signIn()))
                    .when(
                            RecoveryEnrolmentResult.Unavailable.class,
                            errors -> errors.of(JitsudoError.NOT_IMPLEMENTED))
                    .when(
                            RecoveryEnrolmentResult.NotPending.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .when(
                            RecoveryEnrolmentResult.ChallengeExpired.class,
                            errors -> errors.of(JitsudoError.CHALLENGE_EXPIRED))
                    .complete();

    private static final Cases<JitsudoErrors, TotpEnrolmentResult, Answer> ENROLMENT =
            Cases.<JitsudoErrors, TotpEnrolmentResult, Answer>of(TotpEnrolmentResult.class)
                    .when(
                            TotpEnrolmentResult.Started.class,
                            (errors, started) -> Answer.ok(SignInBodies.Enrolment.of(started)))
                    .when(
                            TotpEnrolmentResult.Confirmed.class,
                            (errors, confirmed) ->
                                    SignInAnswers.Enrolled.THEN.apply(
                                            new SignInAnswers.Enrolled(confirmed.recoveryCodes()),
                                            confirmed.signIn()))
                    .when(
                            TotpEnrolmentResult.NotStarted.class,
                            errors -> errors.invalid("action", "generate a secret first"))
                    .when(
                            TotpEnrolmentResult.CodeInvalid.class,
                            errors -> errors.of(JitsudoError.INVALID_CODE))
                    .when(
                            TotpEnrolmentResult.ReadOnly.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .when(
                            TotpEnrolmentResult.NotPending.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .when(
                            TotpEnrolmentResult.FactorDue.class,
                            errors -> errors.of(JitsudoError.FORBIDDEN))
                    .when(
                            TotpEnrolmentResult.ChallengeExpired.class,
                            errors -> errors.of(JitsudoError.CHALLENGE_EXPIRED))
                    .complete();

    private static final Cases<JitsudoErrors, EnrolmentStartResult, Answer> STARTED =
            Cases.<JitsudoErrors, EnrolmentStartResult, Answer>of(EnrolmentStartResult.class)
                    .when(
                            EnrolmentStartResult.OfApp.class,
                            (errors, app) -> ENROLMENT.apply(errors, app.result()))
                    .when(
                            EnrolmentStartResult.OfRecoveryCodes.class,
                            (errors, codes) -> CODES.apply(errors, codes.result()))
                    .complete();

    private final Call call;
    private final Services services;
    private final JitsudoErrors errors;

    ChallengeResource(Call call, Services services, JitsudoErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("challenge")
    public Response answer(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    FactorSignIn signIn = services.factorSignIn();
                    JitsudoRequests.ChallengeCode request =
                            call.body(body, JitsudoRequests.ChallengeCode::parse);
                    return answered(signIn.answerOrGoOn(request.challenge(), request.answer()));
                });
    }

    @POST
    @Path("enroll-via-challenge")
    public Response enroll(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    TotpEnrolment enrolment = services.totpEnrolment();
                    JitsudoRequests.Enrolment request =
                            call.body(body, JitsudoRequests.Enrolment::parse);
                    return request.code()
                            .map(
                                    code ->
                                            ENROLMENT.apply(
                                                    errors,
                                                    enrolment.confirm(request.challenge(), code)))
                            .orElseGet(
                                    () ->
                                            STARTED.apply(
                                                    errors,
                                                    enrolment.startWhatIsDue(request.challenge())));
                });
    }

    @POST
    @Path("webauthn/begin")
    public Response beginWithKey(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    FactorSignIn signIn = services.factorSignIn();
                    JitsudoRequests.Challenge request =
                            call.body(body, JitsudoRequests.Challenge::parse);
                    return SignInAnswers.KEY_PROMPTED.apply(
                            new SignInAnswers(call, errors),
                            signIn.promptForKey(request.challenge()));
                });
    }

    @POST
    @Path("webauthn/complete")
    public Response completeWithKey(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    FactorSignIn signIn = services.factorSignIn();
                    JitsudoRequests.ChallengeKey request =
                            call.body(body, JitsudoRequests.ChallengeKey::parse);
                    return request.answer()
                            .map(answer -> answered(signIn.answer(request.challenge(), answer)))
                            .orElseGet(() -> errors.of(JitsudoError.INVALID_CREDENTIALS));
                });
    }

    private Answer answered(SignInResult result) {
        return SignInAnswers.ANSWERED.apply(new SignInAnswers(call, errors), result);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
