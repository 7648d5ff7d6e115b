package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.verification.CodeConfirmResult;
import io.authrealm.api.service.verification.CodeStartResult;
import io.authrealm.api.service.verification.EmailVerification;
import io.authrealm.api.service.verification.PhoneVerification;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/users/{id}/verify}, for users themselves only. */
public final class VerificationResource {

    private final Call call;
    private final Services services;
    private final QeetErrors errors;
    private final String userId;

    VerificationResource(Call call, Services services, QeetErrors errors, String userId) {
        this.call = call;
        this.services = services;
        this.errors = errors;
        this.userId = userId;
    }

    @POST
    @Path("email/start")
    public Response startEmail() {
        return call.respond(
                errors,
                () -> {
                    Caller user = callerThemselves(call.user());
                    return started(email(user).start(user));
                });
    }

    @POST
    @Path("email/confirm")
    public Response confirmEmail(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    QeetRequests.Code code = call.body(body, QeetRequests.Code::parse);
                    return confirmed(
                            "The address is verified.",
                            email(callerThemselves(user)).confirm(user, code.code()));
                });
    }

    @POST
    @Path("phone/start")
    public Response startPhone(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    QeetRequests.VerifyPhone request =
                            call.optionalBody(body, QeetRequests.VerifyPhone::parse);
                    return started(phone(callerThemselves(user)).start(user, request.phone()));
                });
    }

    @POST
    @Path("phone/confirm")
    public Response confirmPhone(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    QeetRequests.Code code = call.body(body, QeetRequests.Code::parse);
                    return confirmed(
                            "The phone number is verified.",
                            phone(callerThemselves(user)).confirm(user, code.code()));
                });
    }

    private Answer started(CodeStartResult result) {
        return CodeAnswers.STARTED.apply(errors, result);
    }

    private Answer confirmed(String message, CodeConfirmResult result) {
        return CodeAnswers.CONFIRMED.apply(
                new CodeAnswers.Confirmation(errors, target -> new QeetBodies.Message(message)),
                result);
    }

    /** The id of a user from a directory need not be a UUID. */
    private Caller callerThemselves(Caller caller) {
        if (userId.equalsIgnoreCase(caller.userId())) {
            return caller;
        }
        return call.refuse(
                UuidSyntax.isValid(userId)
                        ? errors.of(QeetError.FORBIDDEN)
                        : errors.of(QeetError.BAD_REQUEST, "invalid id"));
    }

    private EmailVerification email(Caller caller) {
        return services.emailVerification(caller.tenant());
    }

    private PhoneVerification phone(Caller caller) {
        return services.phoneVerification(caller.tenant());
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
