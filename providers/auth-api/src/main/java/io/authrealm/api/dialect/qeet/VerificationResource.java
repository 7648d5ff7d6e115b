package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.service.verification.CodeConfirmResult;
import io.authrealm.api.service.verification.CodeStartResult;
import io.authrealm.api.service.verification.EmailVerification;
import io.authrealm.api.service.verification.PhoneVerification;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Supplier;

/** {@code /v1/users/{id}/verify}, for users themselves only. */
public final class VerificationResource {

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;
    private final String userId;

    VerificationResource(Exchange exchange, Services services, QeetErrors errors, String userId) {
        this.exchange = exchange;
        this.services = services;
        this.errors = errors;
        this.userId = userId;
    }

    @POST
    @Path("email/start")
    public Response startEmail() {
        return exchange.authenticated(
                errors,
                caller ->
                        forUserAndWithinLimit(
                                caller, () -> started(email(caller).start(caller.user()))));
    }

    @POST
    @Path("email/confirm")
    public Response confirmEmail(InputStream body) {
        return exchange.authenticated(
                errors,
                body,
                QeetRequests.Code::parse,
                (caller, request) ->
                        forUser(
                                caller,
                                () ->
                                        confirmed(
                                                "The address is verified.",
                                                email(caller)
                                                        .confirm(caller.user(), request.code()))));
    }

    @POST
    @Path("phone/start")
    public Response startPhone(InputStream body) {
        return exchange.authenticatedWithOptionalBody(
                errors,
                body,
                QeetRequests.VerifyPhone::parse,
                (caller, request) ->
                        forUserAndWithinLimit(
                                caller,
                                () ->
                                        started(
                                                phone(caller)
                                                        .start(caller.user(), request.phone()))));
    }

    @POST
    @Path("phone/confirm")
    public Response confirmPhone(InputStream body) {
        return exchange.authenticated(
                errors,
                body,
                QeetRequests.Code::parse,
                (caller, request) ->
                        forUser(
                                caller,
                                () ->
                                        confirmed(
                                                "The phone number is verified.",
                                                phone(caller)
                                                        .confirm(caller.user(), request.code()))));
    }

    private Answer started(CodeStartResult result) {
        return CodeAnswers.STARTED.apply(errors, result);
    }

    private Answer confirmed(String message, CodeConfirmResult result) {
        return CodeAnswers.CONFIRMED.apply(
                new CodeAnswers.Confirmation(errors, target -> new QeetBodies.Message(message)),
                result);
    }

    private Answer forUserAndWithinLimit(Caller caller, Supplier<Answer> endpoint) {
        return forUser(
                caller,
                () -> {
                    int wait = exchange.takeSensitiveToken(caller);
                    return wait > 0 ? errors.rateLimited(wait) : endpoint.get();
                });
    }

    /** The id of a user from a directory need not be a UUID. */
    private Answer forUser(Caller caller, Supplier<Answer> endpoint) {
        if (userId.equalsIgnoreCase(caller.userId())) {
            return endpoint.get();
        }
        return UuidSyntax.isValid(userId)
                ? errors.of(QeetError.FORBIDDEN)
                : errors.of(QeetError.BAD_REQUEST, "invalid id");
    }

    private EmailVerification email(Caller caller) {
        return services.emailVerification(caller.tenant());
    }

    private PhoneVerification phone(Caller caller) {
        return services.phoneVerification(caller.tenant());
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }
}
