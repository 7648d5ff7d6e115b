package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.factor.FactorRemovalResult;
import io.authrealm.api.service.factor.RecoveryCodesResult;
import io.authrealm.api.service.factor.TotpConfirmResult;
import io.authrealm.api.service.factor.TotpStartResult;
import io.authrealm.api.service.stepup.StepUpResult;
import io.authrealm.core.outcome.Cases;

/** What the results of setting up, proving and removing second factors become. */
final class MfaAnswers {

    static final Cases<QeetErrors, TotpStartResult, Answer> TOTP_STARTED =
            Cases.<QeetErrors, TotpStartResult, Answer>of(TotpStartResult.class)
                    .when(
                            TotpStartResult.Started.class,
                            (errors, started) ->
                                    Answer.ok(
                                            new MfaBodies.TotpStarted(
                                                    started.secret(), started.uri())))
                    .when(
                            TotpStartResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .complete();

    static final Cases<QeetErrors, TotpConfirmResult, Answer> TOTP_CONFIRMED =
            Cases.<QeetErrors, TotpConfirmResult, Answer>of(TotpConfirmResult.class)
                    .when(
                            TotpConfirmResult.Confirmed.class,
                            (errors, confirmed) ->
                                    Answer.ok(
                                            MfaBodies.NewRecoveryCodes.of(
                                                    confirmed.recoveryCodes())))
                    .when(
                            TotpConfirmResult.NotStarted.class,
                            errors -> errors.of(QeetError.MFA_ENROLL_NOT_STARTED))
                    .when(
                            TotpConfirmResult.CodeInvalid.class,
                            errors -> errors.of(QeetError.MFA_TOTP_CODE_INVALID))
                    .when(
                            TotpConfirmResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .when(TotpConfirmResult.ReadOnly.class, errors -> managedElsewhere(errors))
                    .complete();

    static final Cases<QeetErrors, FactorRemovalResult, Answer> REMOVED =
            Cases.<QeetErrors, FactorRemovalResult, Answer>of(FactorRemovalResult.class)
                    .when(FactorRemovalResult.Removed.class, errors -> Answer.of(204, null))
                    .when(
                            FactorRemovalResult.NotEnrolled.class,
                            errors -> errors.of(QeetError.MFA_NOT_ENROLLED))
                    .when(
                            FactorRemovalResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .when(FactorRemovalResult.ReadOnly.class, errors -> managedElsewhere(errors))
                    .complete();

    static final Cases<QeetErrors, RecoveryCodesResult, Answer> RECOVERY_CODES_MADE =
            Cases.<QeetErrors, RecoveryCodesResult, Answer>of(RecoveryCodesResult.class)
                    .when(
                            RecoveryCodesResult.Made.class,
                            (errors, made) ->
                                    Answer.ok(MfaBodies.NewRecoveryCodes.of(made.codes())))
                    .when(
                            RecoveryCodesResult.NotEnrolled.class,
                            errors -> errors.of(QeetError.MFA_NOT_ENROLLED))
                    .when(
                            RecoveryCodesResult.StepUpRequired.class,
                            errors -> errors.of(QeetError.STEP_UP_REQUIRED))
                    .when(
                            RecoveryCodesResult.Unavailable.class,
                            errors ->
                                    errors.of(
                                            QeetError.NOT_IMPLEMENTED,
                                            "the server makes no recovery codes for this account"))
                    .complete();

    /** The answer to an attempt to prove a second factor in a session. */
    static final Cases<QeetErrors, StepUpResult, Answer> VERIFIED =
            Cases.<QeetErrors, StepUpResult, Answer>of(StepUpResult.class)
                    .when(
                            StepUpResult.Verified.class,
                            errors -> Answer.ok(new MfaBodies.Verified(true)))
                    .when(
                            StepUpResult.NotEnrolled.class,
                            errors -> errors.of(QeetError.MFA_NOT_ENROLLED))
                    .when(
                            StepUpResult.NotConfirmed.class,
                            errors -> errors.of(QeetError.MFA_NOT_CONFIRMED))
                    .when(
                            StepUpResult.CodeInvalid.class,
                            errors -> errors.of(QeetError.MFA_CODE_INVALID))
                    .when(
                            StepUpResult.AccountLocked.class,
                            (errors, locked) ->
                                    errors.retryLater(
                                            QeetError.ACCOUNT_LOCKED, locked.retryAfterSeconds()))
                    .when(
                            StepUpResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            StepUpResult.Busy.class,
                            (errors, busy) -> errors.rateLimited(busy.retryAfterSeconds()))
                    .complete();

    private MfaAnswers() {}

    private static Answer managedElsewhere(QeetErrors errors) {
        return errors.of(QeetError.FORBIDDEN, "the account is managed elsewhere");
    }
}
