package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.MailedLinks;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.recovery.PasswordReset;
import io.authrealm.api.service.recovery.PasswordResetResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.NewPassword;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/auth/forgot-password} and {@code /v1/auth/reset-password}. Their paths stand in {@link
 * AuthResource}.
 */
final class RecoveryResource {

    private static final Cases<QeetErrors, PasswordResetResult, Answer> RESET =
            Cases.<QeetErrors, PasswordResetResult, Answer>of(PasswordResetResult.class)
                    .when(
                            PasswordResetResult.Reset.class,
                            errors ->
                                    Answer.ok(
                                            new QeetBodies.Message(
                                                    "The password has been changed.")))
                    .when(
                            PasswordResetResult.UnknownUser.class,
                            errors -> errors.of(QeetError.RESET_LINK_INVALID))
                    .when(
                            PasswordResetResult.PasswordRefused.class,
                            (errors, refused) -> refused(errors, refused.refusal()))
                    .when(
                            PasswordResetResult.NotAdmitted.class,
                            errors -> errors.of(QeetError.FORBIDDEN))
                    .when(
                            PasswordResetResult.LinkInvalid.class,
                            errors -> errors.of(QeetError.RESET_LINK_INVALID))
                    .when(
                            PasswordResetResult.LinkUsed.class,
                            errors -> errors.of(QeetError.LINK_USED))
                    .when(
                            PasswordResetResult.LinkExpired.class,
                            errors -> errors.of(QeetError.LINK_EXPIRED))
                    .when(
                            PasswordResetResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            PasswordResetResult.ReadOnly.class,
                            errors ->
                                    errors.of(
                                            QeetError.FORBIDDEN,
                                            "the password is managed elsewhere"))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    RecoveryResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response forgot(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    MailedLinks links = services.mailedLinks();
                    QeetRequests.LinkByMail request =
                            call.body(body, QeetRequests.LinkByMail::parse);
                    return MailAnswers.REQUESTED.apply(
                            new MailAnswers.Accepted(errors, 202),
                            links.mail(
                                    LinkKind.PASSWORD_RESET, request.email(), request.tenantId()));
                });
    }

    Response reset(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    PasswordReset reset = services.passwordReset();
                    QeetRequests.ResetPassword request =
                            call.body(body, QeetRequests.ResetPassword::parse);
                    return RESET.apply(errors, reset.reset(request.token(), request.newPassword()));
                });
    }

    private static Answer refused(QeetErrors errors, PasswordRefusal refusal) {
        return switch (refusal.rule()) {
            case TOO_SHORT, TOO_LONG ->
                    errors.of(
                            QeetError.UNPROCESSABLE,
                            "the password has to have %d to %d characters"
                                    .formatted(NewPassword.MIN_LENGTH, NewPassword.MAX_LENGTH));
            case POLICY_LENGTH,
                    POLICY_UPPERCASE,
                    POLICY_DIGITS,
                    POLICY_SYMBOLS,
                    POLICY_OTHER,
                    BREACHED ->
                    errors.of(QeetError.UNPROCESSABLE, refusal.reason());
            case UNKNOWN -> errors.passwordRefused("new_password", refusal);
        };
    }
}
