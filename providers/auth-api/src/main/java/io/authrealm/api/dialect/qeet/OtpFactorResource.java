package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.action.CodeEnrolment;
import io.authrealm.api.service.factor.CodeChannel;
import io.authrealm.api.service.factor.CodeFactors;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;

/**
 * {@code /v1/mfa/otp}: codes by mail and text message as second factors of the signed-in user. They
 * are also set up by a user whose sign-in waits for it, with its challenge as the credential.
 */
public final class OtpFactorResource {

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    OtpFactorResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @GET
    @Path("factors")
    public Response list() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return Answer.ok(OtpFactorBodies.list(factors(user).of(user)));
                });
    }

    @POST
    @Path("factors")
    public Response add(InputStream body) {
        return call.respond(
                errors,
                () ->
                        call.isAuthorized()
                                ? add(call.user(), body)
                                : add(services.codeEnrolment(), body));
    }

    private Answer add(Caller user, InputStream body) {
        OtpFactorRequests.Add add = call.body(body, OtpFactorRequests.Add::parseStrictly);
        return add(
                add,
                channel ->
                        OtpFactorAnswers.ADDED.apply(
                                errors, factors(user).add(user, channel, add.destination())));
    }

    private Answer add(CodeEnrolment enrolment, InputStream body) {
        EnrolmentRequests.Enrolment<OtpFactorRequests.Add> sent =
                call.optionalBody(
                        body, EnrolmentRequests.Enrolment.parser(OtpFactorRequests.Add::parse));
        OtpFactorRequests.Add add = sent.request();
        return EnrolmentAnswers.ofSignIn(
                errors,
                sent.challenge(),
                challenge ->
                        add(
                                add,
                                channel ->
                                        EnrolmentAnswers.OF_CODES.apply(
                                                errors,
                                                enrolment.add(
                                                        challenge, channel, add.destination()))));
    }

    private Answer add(OtpFactorRequests.Add add, Function<CodeChannel, Answer> addition) {
        CodeChannel channel =
                add.channel() == null ? null : OtpFactorBodies.CHANNELS.get(add.channel());
        if (channel == null) {
            return errors.of(QeetError.MFA_CHANNEL_INVALID);
        }
        return add.destination() == null
                ? errors.of(QeetError.MFA_DESTINATION_REQUIRED)
                : addition.apply(channel);
    }

    @POST
    @Path("factors/{id}/confirm")
    public Response confirm(@PathParam("id") String id, InputStream body) {
        return call.respond(
                errors,
                () ->
                        call.isAuthorized()
                                ? confirm(call.user(), id, body)
                                : confirm(services.codeEnrolment(), id, body));
    }

    private Answer confirm(Caller user, String id, InputStream body) {
        String factor = uuid(id);
        QeetRequests.Code code = call.body(body, QeetRequests.Code::parse);
        return OtpFactorAnswers.CONFIRMED.apply(
                errors, factors(user).confirm(user, factor, code.code()));
    }

    private Answer confirm(CodeEnrolment enrolment, String id, InputStream body) {
        EnrolmentRequests.Enrolment<QeetRequests.Code> sent =
                call.optionalBody(
                        body,
                        EnrolmentRequests.Enrolment.parser(QeetRequests.Code::parseLeniently));
        return EnrolmentAnswers.ofSignIn(
                errors,
                sent.challenge(),
                challenge ->
                        EnrolmentAnswers.OF_CODES.apply(
                                errors,
                                enrolment.confirm(challenge, uuid(id), sent.request().code())));
    }

    @POST
    @Path("factors/{id}/challenge")
    public Response challenge(@PathParam("id") String id) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return OtpFactorAnswers.CHALLENGED.apply(
                            errors, factors(user).challenge(user, uuid(id)));
                });
    }

    @POST
    @Path("verify")
    public Response verify(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    QeetRequests.Code code = call.body(body, QeetRequests.Code::parse);
                    return MfaAnswers.VERIFIED.apply(
                            errors,
                            services.messageStepUp(user.tenant()).verify(user, code.code()));
                });
    }

    @DELETE
    @Path("factors/{id}")
    public Response remove(@PathParam("id") String id) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return OtpFactorAnswers.REMOVED.apply(
                            errors, factors(user).remove(user, uuid(id)));
                });
    }

    private String uuid(String id) {
        return UuidSyntax.normalized(id)
                .orElseGet(() -> call.refuse(errors.of(QeetError.BAD_REQUEST, "invalid id")));
    }

    private CodeFactors factors(Caller caller) {
        return services.codeFactors(caller.tenant());
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
