package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.parent.ParentMails;
import io.authrealm.api.service.parent.ParentPasswordResult;
import io.authrealm.api.service.parent.ParentPasswords;
import io.authrealm.api.service.recovery.PasswordResetResult;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * {@code reset-password} and {@code update-password}. Their paths stand in {@link AuthResource}.
 */
final class PasswordResource {

    /** The form of the token in a mailed link. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final Cases<AuthiqaErrors, PasswordResetResult, Answer> RESET =
            Cases.<AuthiqaErrors, PasswordResetResult, Answer>of(PasswordResetResult.class)
                    .when(
                            PasswordResetResult.Reset.class,
                            errors -> AuthiqaBodies.message("The password has been changed."))
                    .when(
                            PasswordResetResult.UnknownUser.class,
                            errors -> errors.of(AuthiqaError.INVALID_OTP))
                    .when(
                            PasswordResetResult.PasswordRefused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
                    .when(
                            PasswordResetResult.NotAdmitted.class,
                            (errors, denied) -> errors.notAdmitted(denied.why()))
                    .when(
                            PasswordResetResult.LinkInvalid.class,
                            errors -> errors.of(AuthiqaError.INVALID_OTP))
                    .when(
                            PasswordResetResult.LinkUsed.class,
                            errors -> errors.of(AuthiqaError.INVALID_OTP))
                    .when(
                            PasswordResetResult.LinkExpired.class,
                            errors -> errors.of(AuthiqaError.OTP_EXPIRED))
                    .when(
                            PasswordResetResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            PasswordResetResult.ReadOnly.class,
                            errors ->
                                    errors.of(
                                            AuthiqaError.FORBIDDEN,
                                            "the password is managed elsewhere"))
                    .complete();

    private static final Cases<AuthiqaErrors, ParentPasswordResult, Answer> UPDATED =
            Cases.<AuthiqaErrors, ParentPasswordResult, Answer>of(ParentPasswordResult.class)
                    .when(
                            ParentPasswordResult.Shut.class,
                            (errors, shut) -> errors.shut(shut.why()))
                    .when(
                            ParentPasswordResult.Ended.class,
                            (errors, ended) -> RESET.apply(errors, ended.reset()))
                    .complete();

    private final Call call;
    private final Services services;
    private final AuthiqaErrors errors;

    PasswordResource(Call call, Services services, AuthiqaErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    /** Begins the reset with a mail. */
    Response reset(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ParentMails mails = services.parentMails();
                    AuthiqaRequests.ResetPassword sent =
                            call.body(body, AuthiqaRequests.ResetPassword::parse);
                    return MailAnswers.REQUESTED.apply(
                            new MailAnswers.Request(
                                    errors,
                                    "A link is on its way if there is an account with the"
                                            + " address."),
                            mails.forNewPassword(sent.email(), sent.key()));
                });
    }

    /** Ends it with the token from the mail. */
    Response update(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ParentPasswords passwords = services.parentPasswords();
                    AuthiqaRequests.UpdatePassword sent =
                            call.body(body, AuthiqaRequests.UpdatePassword::parse);
                    return TOKEN.matcher(sent.token()).matches()
                            ? UPDATED.apply(
                                    errors,
                                    passwords.update(sent.token(), sent.password(), sent.key()))
                            : errors.of(AuthiqaError.INVALID_TOKEN);
                });
    }
}
