package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.action.KeyEnrolment;
import io.authrealm.api.service.passkey.PasskeyBeginResult;
import io.authrealm.api.service.passkey.PasskeyRegistrationResult;
import io.authrealm.api.service.passkey.PasskeyRemovalResult;
import io.authrealm.api.service.passkey.PasskeySignIn;
import io.authrealm.api.service.passkey.PasskeySignInResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import io.authrealm.core.webauthn.PublicKeyJson;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;

/** {@code /v1/passkeys}. */
public final class PasskeyResource {

    private static final String ONE = "{which: [^/]+}";

    static final Cases<QeetErrors, PasskeyBeginResult, Answer> BEGUN =
            Cases.<QeetErrors, PasskeyBeginResult, Answer>of(PasskeyBeginResult.class)
                    .when(
                            PasskeyBeginResult.Begun.class,
                            (errors, begun) -> Answer.ok(PasskeyBodies.Ceremony.of(begun)))
                    .when(
                            PasskeyBeginResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .when(
                            PasskeyBeginResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .when(
                            PasskeyBeginResult.Unavailable.class,
                            errors -> errors.of(QeetError.WEBAUTHN_UNAVAILABLE))
                    .when(
                            PasskeyBeginResult.NoKeys.class,
                            errors -> errors.of(QeetError.PASSKEY_NO_CREDENTIALS))
                    .complete();

    private static final Cases<QeetErrors, PasskeyRemovalResult, Answer> REMOVED =
            Cases.<QeetErrors, PasskeyRemovalResult, Answer>of(PasskeyRemovalResult.class)
                    .when(PasskeyRemovalResult.Removed.class, errors -> Answer.of(204, null))
                    .when(PasskeyRemovalResult.NotFound.class, errors -> errors.notFound())
                    .when(
                            PasskeyRemovalResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .complete();

    static final Cases<QeetErrors, PasskeyRegistrationResult, Answer> REGISTERED =
            Cases.<QeetErrors, PasskeyRegistrationResult, Answer>of(PasskeyRegistrationResult.class)
                    .when(
                            PasskeyRegistrationResult.Registered.class,
                            errors -> Answer.of(204, null))
                    .when(
                            PasskeyRegistrationResult.SessionExpired.class,
                            errors -> errors.of(QeetError.CEREMONY_EXPIRED))
                    .when(
                            PasskeyRegistrationResult.SessionMismatch.class,
                            errors -> errors.of(QeetError.PASSKEY_SESSION_MISMATCH))
                    .when(
                            PasskeyRegistrationResult.AttestationInvalid.class,
                            errors -> errors.of(QeetError.PASSKEY_ATTESTATION_INVALID))
                    .when(
                            PasskeyRegistrationResult.AlreadyRegistered.class,
                            errors -> errors.of(QeetError.PASSKEY_ALREADY_REGISTERED))
                    .when(
                            PasskeyRegistrationResult.TooMany.class,
                            errors -> errors.of(QeetError.CONFLICT, "too many keys"))
                    .when(
                            PasskeyRegistrationResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .when(
                            PasskeyRegistrationResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .complete();

    private static final Cases<QeetErrors, PasskeySignInResult, Answer> SIGNED_IN =
            Cases.<QeetErrors, PasskeySignInResult, Answer>of(PasskeySignInResult.class)
                    .when(
                            PasskeySignInResult.Followed.class,
                            (errors, followed) ->
                                    SignInAnswers.SIGNED_IN.apply(errors, followed.signIn()))
                    .when(
                            PasskeySignInResult.SessionExpired.class,
                            errors -> errors.of(QeetError.CEREMONY_EXPIRED))
                    .when(
                            PasskeySignInResult.SessionInvalid.class,
                            errors -> errors.of(QeetError.PASSKEY_SESSION_INVALID))
                    .when(
                            PasskeySignInResult.Rejected.class,
                            errors -> errors.of(QeetError.PASSKEY_LOGIN_FAILED))
                    .when(
                            PasskeySignInResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    PasskeyResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @GET
    public Response list() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return Answer.ok(
                            new QeetBodies.Items<>(
                                    services.passkeys(user.tenant()).list(user).stream()
                                            .map(PasskeyBodies.Key::of)
                                            .toList()));
                });
    }

    @PATCH
    @Path(ONE)
    public Response rename(@PathParam("which") String id, InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    PasskeyRequests.NewName change =
                            call.body(body, PasskeyRequests.NewName::parse);
                    return services.passkeys(user.tenant())
                            .rename(user, id(id), change.name())
                            .map(key -> Answer.ok(PasskeyBodies.Key.of(key)))
                            .orElseGet(errors::notFound);
                });
    }

    @DELETE
    @Path(ONE)
    public Response remove(@PathParam("which") String id) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return REMOVED.apply(
                            errors, services.passkeys(user.tenant()).remove(user, id(id)));
                });
    }

    @POST
    @Path("register/begin")
    public Response beginRegistration(InputStream body) {
        return call.respond(
                errors,
                () ->
                        call.isAuthorized()
                                ? begin(call.user(), body)
                                : begin(services.keyEnrolment(), body));
    }

    private Answer begin(Caller user, InputStream body) {
        PasskeyRequests.NewKey request =
                call.optionalBody(body, PasskeyRequests.NewKey::parseStrictly);
        return BEGUN.apply(
                errors, services.passkeyRegistration(user.tenant()).begin(user, request.kind()));
    }

    private Answer begin(KeyEnrolment enrolment, InputStream body) {
        EnrolmentRequests.Enrolment<PasskeyRequests.NewKey> sent =
                call.optionalBody(
                        body, EnrolmentRequests.Enrolment.parser(PasskeyRequests.NewKey::parse));
        return EnrolmentAnswers.ofSignIn(
                errors,
                sent.challenge(),
                challenge ->
                        EnrolmentAnswers.OF_KEYS.apply(
                                errors, enrolment.begin(challenge, sent.request().kind())));
    }

    @POST
    @Path("register/finish")
    public Response finishRegistration(InputStream body) {
        return call.respond(
                errors,
                () ->
                        call.isAuthorized()
                                ? finish(call.user(), body)
                                : finish(services.keyEnrolment(), body));
    }

    private Answer finish(Caller user, InputStream body) {
        PasskeyRequests.MadeKey request = call.body(body, PasskeyRequests.MadeKey::parseStrictly);
        return finish(
                request,
                made ->
                        REGISTERED.apply(
                                errors,
                                services.passkeyRegistration(user.tenant())
                                        .finish(user, request.sessionId(), made, request.name())));
    }

    private Answer finish(KeyEnrolment enrolment, InputStream body) {
        EnrolmentRequests.Enrolment<PasskeyRequests.MadeKey> sent =
                call.optionalBody(
                        body, EnrolmentRequests.Enrolment.parser(PasskeyRequests.MadeKey::parse));
        PasskeyRequests.MadeKey request = sent.request();
        return EnrolmentAnswers.ofSignIn(
                errors,
                sent.challenge(),
                challenge ->
                        finish(
                                request,
                                made ->
                                        EnrolmentAnswers.OF_KEYS.apply(
                                                errors,
                                                enrolment.finish(
                                                        challenge,
                                                        request.sessionId(),
                                                        made,
                                                        request.name()))));
    }

    private Answer finish(
            PasskeyRequests.MadeKey request,
            Function<PublicKeyJson.Attestation, Answer> registration) {
        return PublicKeyJson.attestation(request.credential())
                .map(registration)
                .orElseGet(() -> errors.of(QeetError.PASSKEY_ATTESTATION_INVALID));
    }

    @POST
    @Path("login/begin")
    public Response beginSignIn(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    PasskeySignIn signIn = services.passkeySignInToBegin();
                    PasskeyRequests.SignIn request =
                            call.optionalBody(body, PasskeyRequests.SignIn::parse);
                    return BEGUN.apply(errors, signIn.begin(request.email()));
                });
    }

    @POST
    @Path("login/finish")
    public Response finishSignIn(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    PasskeySignIn signIn = services.passkeySignInToFinish();
                    PasskeyRequests.Signed request = call.body(body, PasskeyRequests.Signed::parse);
                    return PublicKeyJson.assertion(request.credential())
                            .map(
                                    signed ->
                                            SIGNED_IN.apply(
                                                    errors,
                                                    signIn.finish(
                                                            request.sessionId(),
                                                            signed,
                                                            request.app())))
                            .orElseGet(() -> errors.of(QeetError.PASSKEY_ASSERTION_INVALID));
                });
    }

    private String id(String id) {
        return UuidSyntax.normalized(id)
                .orElseGet(() -> call.refuse(errors.of(QeetError.BAD_REQUEST, "invalid id")));
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
