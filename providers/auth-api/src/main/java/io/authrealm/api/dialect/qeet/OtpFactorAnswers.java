package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.factor.CodeFactorAddResult;
import io.authrealm.api.service.factor.CodeFactorChallengeResult;
import io.authrealm.api.service.factor.CodeFactorConfirmResult;
import io.authrealm.api.service.factor.CodeFactorRemovalResult;
import io.authrealm.api.service.factor.FactorCodeResult;
import io.authrealm.core.outcome.Cases;

/** What the routes of {@link OtpFactorResource} answer. */
final class OtpFactorAnswers {

    static final String SENT = "A code is on its way.";

    private static final String DESTINATION = "destination";

    static final Cases<QeetErrors, FactorCodeResult.NotSent, Answer> NOT_SENT =
            Cases.<QeetErrors, FactorCodeResult.NotSent, Answer>of(FactorCodeResult.NotSent.class)
                    .when(
                            FactorCodeResult.NoFactor.class,
                            errors -> errors.of(QeetError.MFA_FACTOR_NOT_CONFIRMED))
                    .when(
                            FactorCodeResult.InvalidNumber.class,
                            errors ->
                                    errors.invalid(
                                            DESTINATION,
                                            "invalid_phone",
                                            "is not a mobile phone number"))
                    .when(
                            FactorCodeResult.CountryNotAllowed.class,
                            errors ->
                                    errors.invalid(
                                            DESTINATION,
                                            "not_allowed",
                                            "is in a country that gets no messages"))
                    .when(
                            FactorCodeResult.NoSender.class,
                            errors ->
                                    errors.of(
                                            QeetError.NOT_IMPLEMENTED,
                                            "no sender of text messages"))
                    .when(
                            FactorCodeResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            FactorCodeResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    static final Cases<QeetErrors, CodeFactorAddResult, Answer> ADDED =
            Cases.<QeetErrors, CodeFactorAddResult, Answer>of(CodeFactorAddResult.class)
                    .when(
                            CodeFactorAddResult.Added.class,
                            (errors, added) ->
                                    Answer.of(201, new OtpFactorBodies.Added(added.id(), SENT)))
                    .when(
                            CodeFactorAddResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .when(
                            CodeFactorAddResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .when(
                            CodeFactorAddResult.InvalidAddress.class,
                            errors ->
                                    errors.invalid(
                                            DESTINATION,
                                            "invalid_email",
                                            "is not an email address"))
                    .when(
                            CodeFactorAddResult.ProvedByLink.class,
                            errors ->
                                    errors.invalid(
                                            DESTINATION,
                                            "not_allowed",
                                            "has been proved by the link already"))
                    .when(CodeFactorAddResult.TooMany.class, errors -> tooMany(errors))
                    .when(
                            CodeFactorAddResult.NotSent.class,
                            (errors, notSent) -> NOT_SENT.apply(errors, notSent.why()))
                    .complete();

    static final Cases<QeetErrors, CodeFactorConfirmResult, Answer> CONFIRMED =
            Cases.<QeetErrors, CodeFactorConfirmResult, Answer>of(CodeFactorConfirmResult.class)
                    .when(CodeFactorConfirmResult.Confirmed.class, errors -> verified())
                    .when(
                            CodeFactorConfirmResult.CodeInvalid.class,
                            errors -> errors.of(QeetError.MFA_OTP_CODE_INVALID))
                    .when(CodeFactorConfirmResult.NotFound.class, errors -> errors.notFound())
                    .when(
                            CodeFactorConfirmResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .when(CodeFactorConfirmResult.TooMany.class, errors -> tooMany(errors))
                    .complete();

    static final Cases<QeetErrors, CodeFactorChallengeResult, Answer> CHALLENGED =
            Cases.<QeetErrors, CodeFactorChallengeResult, Answer>of(CodeFactorChallengeResult.class)
                    .when(
                            CodeFactorChallengeResult.Sent.class,
                            errors -> Answer.of(202, new QeetBodies.Message(SENT)))
                    .when(CodeFactorChallengeResult.NotFound.class, errors -> errors.notFound())
                    .when(
                            CodeFactorChallengeResult.NotConfirmed.class,
                            errors -> errors.of(QeetError.MFA_FACTOR_NOT_CONFIRMED))
                    .when(
                            CodeFactorChallengeResult.NotSent.class,
                            (errors, notSent) -> NOT_SENT.apply(errors, notSent.why()))
                    .complete();

    static final Cases<QeetErrors, CodeFactorRemovalResult, Answer> REMOVED =
            Cases.<QeetErrors, CodeFactorRemovalResult, Answer>of(CodeFactorRemovalResult.class)
                    .when(CodeFactorRemovalResult.Removed.class, errors -> Answer.of(204, null))
                    .when(CodeFactorRemovalResult.NotFound.class, errors -> errors.notFound())
                    .when(
                            CodeFactorRemovalResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .complete();

    private OtpFactorAnswers() {}

    private static Answer tooMany(QeetErrors errors) {
        return errors.of(QeetError.CONFLICT, "too many factors");
    }

    private static Answer verified() {
        return Answer.ok(new MfaBodies.Verified(true));
    }
}
