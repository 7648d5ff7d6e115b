package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.action.RecoveryEnrolment;
import io.authrealm.api.service.action.TotpEnrolment;
import io.authrealm.api.service.factor.StepUp;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;

/**
 * {@code /v1/mfa}: authenticator app, recovery codes and step-up of the signed-in user. An app is
 * also set up by a user whose sign-in waits for it, with its challenge as the credential.
 */
public final class MfaResource {

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    MfaResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @GET
    @Path("totp")
    public Response totp() {
        return forUser(
                user ->
                        Answer.ok(
                                new MfaBodies.TotpStatus(
                                        services.totp(user.tenant()).isEnrolled(user))));
    }

    @POST
    @Path("totp/enroll/start")
    public Response startTotp(InputStream body) {
        return call.respond(
                errors,
                () ->
                        call.isAuthorized()
                                ? startTotp(call.user(), body)
                                : startTotp(services.totpEnrolment(), body));
    }

    private Answer startTotp(Caller user, InputStream body) {
        MfaRequests.StartTotp request = call.readableBody(body, MfaRequests.StartTotp::parse);
        return MfaAnswers.TOTP_STARTED.apply(
                errors, services.totp(user.tenant()).start(user, request.account()));
    }

    private Answer startTotp(TotpEnrolment enrolment, InputStream body) {
        EnrolmentRequests.Enrolment<MfaRequests.StartTotp> sent =
                call.optionalBody(
                        body, EnrolmentRequests.Enrolment.parser(MfaRequests.StartTotp::parse));
        return EnrolmentAnswers.ofSignIn(
                errors,
                sent.challenge(),
                challenge ->
                        EnrolmentAnswers.OF_TOTP.apply(
                                errors, enrolment.start(challenge, sent.request().account())));
    }

    @POST
    @Path("totp/enroll/confirm")
    public Response confirmTotp(InputStream body) {
        return call.respond(
                errors,
                () ->
                        call.isAuthorized()
                                ? confirmTotp(call.user(), body)
                                : confirmTotp(services.totpEnrolment(), body));
    }

    private Answer confirmTotp(Caller user, InputStream body) {
        QeetRequests.Code code = call.body(body, QeetRequests.Code::parse);
        return MfaAnswers.TOTP_CONFIRMED.apply(
                errors, services.totp(user.tenant()).confirm(user, code.code()));
    }

    private Answer confirmTotp(TotpEnrolment enrolment, InputStream body) {
        EnrolmentRequests.Enrolment<QeetRequests.Code> sent =
                call.optionalBody(
                        body,
                        EnrolmentRequests.Enrolment.parser(QeetRequests.Code::parseLeniently));
        return EnrolmentAnswers.ofSignIn(
                errors,
                sent.challenge(),
                challenge ->
                        EnrolmentAnswers.OF_TOTP.apply(
                                errors, enrolment.confirm(challenge, sent.request().code())));
    }

    @POST
    @Path("totp/verify")
    public Response verifyTotp(InputStream body) {
        return forUser(
                user -> {
                    QeetRequests.Code code = call.body(body, QeetRequests.Code::parse);
                    return MfaAnswers.VERIFIED.apply(
                            errors, services.codeStepUp(user.tenant()).verify(user, code.code()));
                });
    }

    @DELETE
    @Path("totp")
    public Response removeTotp() {
        return forUser(
                user ->
                        MfaAnswers.REMOVED.apply(
                                errors, services.totp(user.tenant()).remove(user)));
    }

    @GET
    @Path("recovery-codes")
    public Response recoveryCodes() {
        return forUser(
                user ->
                        Answer.ok(
                                MfaBodies.RecoveryCodesStatus.of(
                                        services.recoveryCodes(user.tenant()).status(user))));
    }

    @POST
    @Path("recovery-codes/regenerate")
    public Response regenerateRecoveryCodes(InputStream body) {
        return call.respond(
                errors,
                () ->
                        call.isAuthorized()
                                ? regenerateRecoveryCodes(call.user())
                                : makeRecoveryCodes(services.recoveryEnrolment(), body));
    }

    private Answer regenerateRecoveryCodes(Caller user) {
        return MfaAnswers.RECOVERY_CODES_MADE.apply(
                errors, services.recoveryCodes(user.tenant()).regenerate(user));
    }

    private Answer makeRecoveryCodes(RecoveryEnrolment enrolment, InputStream body) {
        return EnrolmentAnswers.ofSignIn(
                errors,
                call.optionalBody(body, EnrolmentRequests.Challenge::parse).challenge(),
                challenge ->
                        EnrolmentAnswers.OF_RECOVERY_CODES.apply(
                                errors, enrolment.make(challenge)));
    }

    @GET
    @Path("step-up/status")
    public Response stepUpStatus() {
        return forUser(user -> Answer.ok(MfaBodies.StepUpStatus.of(StepUp.status(user))));
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private Response forUser(Function<Caller, Answer> endpoint) {
        return call.respond(errors, () -> endpoint.apply(call.user()));
    }
}
