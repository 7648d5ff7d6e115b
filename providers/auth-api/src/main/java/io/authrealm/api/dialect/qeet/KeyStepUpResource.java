package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.passkey.KeyStepUpResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.webauthn.PublicKeyJson;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/mfa/webauthn}: step-up by a key. */
public final class KeyStepUpResource {

    private static final Cases<QeetErrors, KeyStepUpResult, Answer> VERIFIED =
            Cases.<QeetErrors, KeyStepUpResult, Answer>of(KeyStepUpResult.class)
                    .when(
                            KeyStepUpResult.Verified.class,
                            errors -> Answer.ok(new PasskeyBodies.Verified(true)))
                    .when(
                            KeyStepUpResult.SessionExpired.class,
                            errors -> errors.of(QeetError.CEREMONY_EXPIRED))
                    .when(
                            KeyStepUpResult.SessionMismatch.class,
                            errors -> errors.of(QeetError.PASSKEY_SESSION_MISMATCH))
                    .when(
                            KeyStepUpResult.Rejected.class,
                            errors -> errors.of(QeetError.PASSKEY_MFA_FAILED))
                    .when(
                            KeyStepUpResult.AccountLocked.class,
                            (errors, locked) ->
                                    errors.retryLater(
                                            QeetError.ACCOUNT_LOCKED, locked.retryAfterSeconds()))
                    .when(
                            KeyStepUpResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    KeyStepUpResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("challenge")
    public Response challenge() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return PasskeyResource.BEGUN.apply(
                            errors, services.keyStepUp(user.tenant()).begin(user));
                });
    }

    @POST
    @Path("verify")
    public Response verify(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    PasskeyRequests.Signed request =
                            call.body(body, PasskeyRequests.Signed::parseStrictly);
                    return PublicKeyJson.assertion(request.credential())
                            .map(
                                    signed ->
                                            VERIFIED.apply(
                                                    errors,
                                                    services.keyStepUp(user.tenant())
                                                            .verify(
                                                                    user,
                                                                    request.sessionId(),
                                                                    signed)))
                            .orElseGet(() -> errors.of(QeetError.PASSKEY_ASSERTION_INVALID));
                });
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
