package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.verification.CodeConfirmResult;
import io.authrealm.api.service.verification.CodeStartResult;
import java.util.function.Function;

/** What the routes answer that send codes and take them back (contract, sections 11 and 12). */
record CodeAnswers(QeetErrors errors, QeetError nothingToVerify) {

    Answer started(CodeStartResult result) {
        if (result instanceof CodeStartResult.Sent) {
            return Answer.ok(new QeetBodies.Message("A code is on its way."));
        }
        if (result instanceof CodeStartResult.NothingToVerify) {
            return errors.of(nothingToVerify);
        }
        if (result instanceof CodeStartResult.EmailTaken) {
            return errors.of(QeetError.EMAIL_TAKEN);
        }
        if (result instanceof CodeStartResult.InvalidEmail) {
            return errors.invalid("email", "invalid_email", "is not an address for this account");
        }
        if (result instanceof CodeStartResult.ReadOnly) {
            return errors.of(QeetError.FORBIDDEN, "the account is managed elsewhere");
        }
        if (result instanceof CodeStartResult.InvalidNumber) {
            return errors.invalid("phone", "invalid_phone", "is not a mobile phone number");
        }
        if (result instanceof CodeStartResult.CountryNotAllowed) {
            return errors.invalid("phone", "not_allowed", "is in a country that gets no messages");
        }
        if (result instanceof CodeStartResult.NoSender) {
            return errors.of(QeetError.NOT_IMPLEMENTED, "no sender of text messages");
        }
        return result instanceof CodeStartResult.Limited limited
                ? errors.rateLimited(limited.retryAfterSeconds())
                : errors.outboxFull();
    }

    /**
     * @param body of the answer to a right code, from the address or number that it proves
     */
    Answer confirmed(CodeConfirmResult result, Function<String, Object> body) {
        if (result instanceof CodeConfirmResult.Confirmed confirmed) {
            return Answer.ok(body.apply(confirmed.target()));
        }
        if (result instanceof CodeConfirmResult.EmailTaken) {
            return errors.of(QeetError.EMAIL_TAKEN);
        }
        if (result instanceof CodeConfirmResult.ReadOnly) {
            return errors.of(QeetError.FORBIDDEN, "the account is managed elsewhere");
        }
        if (result instanceof CodeConfirmResult.CodeUsed) {
            return errors.of(QeetError.CODE_USED);
        }
        return errors.of(
                result instanceof CodeConfirmResult.CodeExpired
                        ? QeetError.CODE_EXPIRED
                        : QeetError.CODE_INVALID);
    }
}
