package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.factor.StepUp;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;

/** {@code /v1/mfa}: authenticator app, recovery codes and step-up of the signed-in user. */
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
        return forUser(
                user -> {
                    MfaRequests.StartTotp request =
                            call.optionalBody(body, MfaRequests.StartTotp::parse);
                    return MfaAnswers.TOTP_STARTED.apply(
                            errors, services.totp(user.tenant()).start(user, request.account()));
                });
    }

    @POST
    @Path("totp/enroll/confirm")
    public Response confirmTotp(InputStream body) {
        return forUser(
                user -> {
                    QeetRequests.Code code = call.body(body, QeetRequests.Code::parse);
                    return MfaAnswers.TOTP_CONFIRMED.apply(
                            errors, services.totp(user.tenant()).confirm(user, code.code()));
                });
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
    public Response regenerateRecoveryCodes() {
        return forUser(
                user ->
                        MfaAnswers.RECOVERY_CODES_MADE.apply(
                                errors, services.recoveryCodes(user.tenant()).regenerate(user)));
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
