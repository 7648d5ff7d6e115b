package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.signup.PasskeySignUp;
import io.authrealm.api.service.signup.PasskeySignUpBeginResult;
import io.authrealm.api.service.signup.PasskeySignUpResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.webauthn.PublicKeyJson;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/signup/passkey}. */
public final class PasskeySignUpResource {

    static final Cases<QeetErrors, PasskeySignUpBeginResult, Answer> BEGUN =
            Cases.<QeetErrors, PasskeySignUpBeginResult, Answer>of(PasskeySignUpBeginResult.class)
                    .when(
                            PasskeySignUpBeginResult.Begun.class,
                            (errors, begun) ->
                                    Answer.ok(
                                            new PasskeyBodies.Ceremony(
                                                    begun.sessionId(), begun.options())))
                    .when(
                            PasskeySignUpBeginResult.RegistrationClosed.class,
                            errors -> errors.of(QeetError.SELF_REGISTRATION_DISABLED))
                    .when(
                            PasskeySignUpBeginResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .when(
                            PasskeySignUpBeginResult.Unavailable.class,
                            errors -> errors.of(QeetError.WEBAUTHN_UNAVAILABLE))
                    .complete();

    private static final Cases<QeetErrors, PasskeySignUpResult, Answer> FINISHED =
            Cases.<QeetErrors, PasskeySignUpResult, Answer>of(PasskeySignUpResult.class)
                    .when(
                            PasskeySignUpResult.Followed.class,
                            (errors, followed) ->
                                    AuthResource.SIGNED_UP.apply(errors, followed.signUp()))
                    .when(
                            PasskeySignUpResult.SessionExpired.class,
                            errors -> errors.of(QeetError.CEREMONY_EXPIRED))
                    .when(
                            PasskeySignUpResult.SessionInvalid.class,
                            errors -> errors.of(QeetError.PASSKEY_SESSION_INVALID))
                    .when(
                            PasskeySignUpResult.AttestationInvalid.class,
                            errors -> errors.of(QeetError.PASSKEY_ATTESTATION_INVALID))
                    .when(
                            PasskeySignUpResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    PasskeySignUpResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("begin")
    public Response begin(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    PasskeySignUp signUp = services.passkeySignUp();
                    PasskeyRequests.SignUp request =
                            call.optionalBody(body, PasskeyRequests.SignUp::parse);
                    return request.email() == null
                            ? errors.of(QeetError.EMAIL_REQUIRED)
                            : BEGUN.apply(
                                    errors, signUp.begin(request.email(), request.displayName()));
                });
    }

    @POST
    @Path("finish")
    public Response finish(InputStream body) {
        return call.respond(errors, () -> finish(call, errors, services.passkeySignUp(), body));
    }

    /**
     * @param signUp which decides between tokens and cookies
     */
    static Answer finish(Call call, QeetErrors errors, PasskeySignUp signUp, InputStream body) {
        PasskeyRequests.MadeKey request = call.body(body, PasskeyRequests.MadeKey::parse);
        return PublicKeyJson.attestation(request.credential())
                .map(
                        made ->
                                FINISHED.apply(
                                        errors,
                                        signUp.finish(
                                                request.sessionId(),
                                                made,
                                                request.name(),
                                                request.app())))
                .orElseGet(() -> errors.of(QeetError.PASSKEY_ATTESTATION_INVALID));
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
