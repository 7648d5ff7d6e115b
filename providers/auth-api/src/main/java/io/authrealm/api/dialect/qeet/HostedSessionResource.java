package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.session.CookieSignOutResult;
import io.authrealm.api.service.signin.HostedSignIn;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/auth/session}, and {@code /v1/auth/logout} by cookie. The paths stand in {@link
 * AuthResource}, for the same reason as those of {@link MeResource}.
 */
final class HostedSessionResource {

    private static final Cases<QeetErrors, CookieSignOutResult, Answer> SIGNED_OUT =
            Cases.<QeetErrors, CookieSignOutResult, Answer>of(CookieSignOutResult.class)
                    .when(
                            CookieSignOutResult.SignedOut.class,
                            errors ->
                                    QeetCookies.forget(
                                            Answer.ok(new QeetBodies.Message("Signed out."))))
                    .when(
                            CookieSignOutResult.Unknown.class,
                            errors -> QeetCookies.forget(errors.unauthorized()))
                    .when(CookieSignOutResult.Forged.class, QeetErrors::forged)
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    HostedSessionResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response open(InputStream body) {
        return call.respond(
                new QeetErrors(call.requestId(), QeetError.VALIDATION_FAILED),
                () -> {
                    HostedSignIn signIn = services.hostedSignIn();
                    QeetRequests.Login login = call.body(body, QeetRequests.Login::parse);
                    return SignInAnswers.SIGNED_IN.apply(
                            errors,
                            signIn.withPassword(
                                    login.email(),
                                    login.password(),
                                    login.app(),
                                    call.cookie(QeetCookies.DEVICE)));
                });
    }

    Response answerChallenge(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    HostedSignIn signIn = services.hostedSignIn();
                    HostedRequests.Mfa request = call.body(body, HostedRequests.Mfa::parse);
                    FactorRequests.Answer mfa = request.answer();
                    if (!UuidSyntax.isValid(mfa.mfaToken())) {
                        return errors.of(QeetError.SESSION_INVALID);
                    }
                    return mfa.answer()
                            .map(answer -> request.remembers() ? answer.trustingDevice() : answer)
                            .map(answer -> signIn.withFactor(mfa.mfaToken(), answer))
                            .map(result -> SignInAnswers.SIGNED_IN.apply(errors, result))
                            .orElseGet(() -> errors.of(QeetError.PASSKEY_ASSERTION_INVALID));
                });
    }

    /** The browser forgets its session in any case. */
    Response close() {
        return call.respond(
                errors,
                () -> {
                    services.cookieSignOut().forget(call.cookie(QeetCookies.SESSION));
                    return QeetCookies.forget(Answer.of(204, null));
                });
    }

    Answer signOut(String cookie) {
        return SIGNED_OUT.apply(errors, services.cookieSignOut().by(cookie));
    }
}
