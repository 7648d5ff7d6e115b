package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.verification.CodeConfirmResult;
import io.authrealm.api.service.verification.CodeStartResult;
import io.authrealm.core.outcome.Cases;
import java.util.function.Function;

/** What the routes answer that send codes and take them back. */
final class CodeAnswers {

    /**
     * @param body of the answer to a right code, from the address or number that it proves
     */
    record Confirmation(QeetErrors errors, Function<String, Object> body) {}

    static final Cases<QeetErrors, CodeStartResult, Answer> STARTED =
            Cases.<QeetErrors, CodeStartResult, Answer>of(CodeStartResult.class)
                    .when(
                            CodeStartResult.Sent.class,
                            errors -> Answer.ok(new QeetBodies.Message("A code is on its way.")))
                    .when(CodeStartResult.NoEmail.class, errors -> errors.of(QeetError.NO_EMAIL))
                    .when(CodeStartResult.NoPhone.class, errors -> errors.of(QeetError.NO_PHONE))
                    .when(
                            CodeStartResult.EmailTaken.class,
                            errors -> errors.of(QeetError.EMAIL_TAKEN))
                    .when(
                            CodeStartResult.InvalidEmail.class,
                            errors ->
                                    errors.invalid(
                                            "email",
                                            "invalid_email",
                                            "is not an address for this account"))
                    .when(CodeStartResult.ReadOnly.class, errors -> managedElsewhere(errors))
                    .when(
                            CodeStartResult.InvalidNumber.class,
                            errors ->
                                    errors.invalid(
                                            "phone",
                                            "invalid_phone",
                                            "is not a mobile phone number"))
                    .when(
                            CodeStartResult.CountryNotAllowed.class,
                            errors ->
                                    errors.invalid(
                                            "phone",
                                            "not_allowed",
                                            "is in a country that gets no messages"))
                    .when(
                            CodeStartResult.NoSender.class,
                            errors ->
                                    errors.of(
                                            QeetError.NOT_IMPLEMENTED,
                                            "no sender of text messages"))
                    .when(
                            CodeStartResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            CodeStartResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    static final Cases<Confirmation, CodeConfirmResult, Answer> CONFIRMED =
            Cases.<Confirmation, CodeConfirmResult, Answer>of(CodeConfirmResult.class)
                    .when(
                            CodeConfirmResult.Confirmed.class,
                            (confirmation, confirmed) ->
                                    Answer.ok(confirmation.body().apply(confirmed.target())))
                    .when(
                            CodeConfirmResult.CodeInvalid.class,
                            confirmation -> confirmation.errors().of(QeetError.CODE_INVALID))
                    .when(
                            CodeConfirmResult.CodeUsed.class,
                            confirmation -> confirmation.errors().of(QeetError.CODE_USED))
                    .when(
                            CodeConfirmResult.CodeExpired.class,
                            confirmation -> confirmation.errors().of(QeetError.CODE_EXPIRED))
                    .when(
                            CodeConfirmResult.EmailTaken.class,
                            confirmation -> confirmation.errors().of(QeetError.EMAIL_TAKEN))
                    .when(
                            CodeConfirmResult.ReadOnly.class,
                            confirmation -> managedElsewhere(confirmation.errors()))
                    .complete();

    private CodeAnswers() {}

    private static Answer managedElsewhere(QeetErrors errors) {
        return errors.of(QeetError.FORBIDDEN, "the account is managed elsewhere");
    }
}
