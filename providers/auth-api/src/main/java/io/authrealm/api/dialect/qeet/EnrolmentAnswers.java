package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.authrealm.api.http.Answer;
import io.authrealm.api.service.action.CodeEnrolmentResult;
import io.authrealm.api.service.action.KeyEnrolmentResult;
import io.authrealm.api.service.action.RecoveryEnrolmentResult;
import io.authrealm.api.service.action.TotpEnrolmentResult;
import io.authrealm.api.service.signin.SignInResult.ActionRequired;
import io.authrealm.api.service.signin.SignInResult.AfterFlow;
import io.authrealm.api.service.signin.SignInResult.ChallengeExpired;
import io.authrealm.api.service.signin.SignInResult.EnrollmentRequired;
import io.authrealm.api.service.signin.SignInResult.NotAdmitted;
import io.authrealm.api.service.signin.SignInResult.RedirectToWeb;
import io.authrealm.api.service.signin.SignInResult.SessionOpened;
import io.authrealm.api.service.signin.SignInResult.SignedIn;
import io.authrealm.api.service.signin.SignInResult.TooManySessions;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import java.util.List;
import java.util.function.Function;

/** What the routes answer that set up a second factor on the way in. */
final class EnrolmentAnswers {

    /** The factor is the user's, so the answer is none of an error whatever the sign-in needs. */
    private static final Cases<MfaBodies.NewRecoveryCodes, AfterFlow, Answer> ENROLLED =
            Cases.<MfaBodies.NewRecoveryCodes, AfterFlow, Answer>of(AfterFlow.class)
                    .when(
                            SignedIn.class,
                            (codes, signedIn) -> enrolled(codes, SignInAnswers.tokens(signedIn)))
                    .when(
                            SessionOpened.class,
                            (codes, opened) ->
                                    QeetCookies.remember(
                                            enrolled(codes, HostedBodies.Opened.of(opened)),
                                            opened))
                    .when(
                            EnrollmentRequired.class,
                            (codes, next) ->
                                    enrolled(codes, ActionBodies.EnrollmentRequired.of(next)))
                    .when(
                            ActionRequired.class,
                            (codes, next) -> enrolled(codes, ActionBodies.Required.of(next)))
                    .when(NotAdmitted.class, codes -> enrolled(codes, null))
                    .when(RedirectToWeb.class, codes -> enrolled(codes, null))
                    .when(TooManySessions.class, codes -> enrolled(codes, null))
                    .when(ChallengeExpired.class, codes -> enrolled(codes, null))
                    .complete();

    /**
     * @param next null if the sign-in has ended without tokens; the next one asks for the factor
     */
    private record Enrolled(
            @JsonUnwrapped MfaBodies.NewRecoveryCodes codes, @JsonUnwrapped Object next) {

        /** Hides the codes. */
        @Override
        public String toString() {
            return "Enrolled";
        }
    }

    static final Cases<QeetErrors, TotpEnrolmentResult, Answer> OF_TOTP =
            Cases.<QeetErrors, TotpEnrolmentResult, Answer>of(TotpEnrolmentResult.class)
                    .when(
                            TotpEnrolmentResult.Started.class,
                            (errors, started) ->
                                    MfaAnswers.TOTP_STARTED.apply(errors, started.app()))
                    .when(
                            TotpEnrolmentResult.Confirmed.class,
                            (errors, confirmed) ->
                                    enrolled(confirmed.recoveryCodes(), confirmed.signIn()))
                    .when(
                            TotpEnrolmentResult.NotStarted.class,
                            errors -> errors.of(QeetError.MFA_ENROLL_NOT_STARTED))
                    .when(
                            TotpEnrolmentResult.CodeInvalid.class,
                            errors -> errors.of(QeetError.MFA_TOTP_CODE_INVALID))
                    .when(
                            TotpEnrolmentResult.ReadOnly.class,
                            errors ->
                                    errors.of(
                                            QeetError.FORBIDDEN,
                                            "the account is managed elsewhere"))
                    .when(TotpEnrolmentResult.NotPending.class, errors -> notPending(errors))
                    .when(
                            TotpEnrolmentResult.FactorDue.class,
                            errors -> errors.of(QeetError.MFA_CHALLENGE_EXPIRED))
                    .when(
                            TotpEnrolmentResult.ChallengeExpired.class,
                            errors -> errors.of(QeetError.MFA_CHALLENGE_EXPIRED))
                    .complete();

    static final Cases<QeetErrors, RecoveryEnrolmentResult, Answer> OF_RECOVERY_CODES =
            Cases.<QeetErrors, RecoveryEnrolmentResult, Answer>of(RecoveryEnrolmentResult.class)
                    .when(
                            RecoveryEnrolmentResult.Made.class,
                            (errors, made) -> enrolled(made.codes(), made.signIn()))
                    .when(
                            RecoveryEnrolmentResult.Unavailable.class,
                            errors ->
                                    errors.of(
                                            QeetError.NOT_IMPLEMENTED,
                                            "the server makes no recovery codes for this account"))
                    .when(RecoveryEnrolmentResult.NotPending.class, errors -> notPending(errors))
                    .when(
                            RecoveryEnrolmentResult.ChallengeExpired.class,
                            errors -> errors.of(QeetError.MFA_CHALLENGE_EXPIRED))
                    .complete();

    static final Cases<QeetErrors, KeyEnrolmentResult, Answer> OF_KEYS =
            Cases.<QeetErrors, KeyEnrolmentResult, Answer>of(KeyEnrolmentResult.class)
                    .when(
                            KeyEnrolmentResult.Begun.class,
                            (errors, begun) ->
                                    PasskeyResource.BEGUN.apply(errors, begun.ceremony()))
                    .when(
                            KeyEnrolmentResult.NotBegun.class,
                            (errors, not) -> PasskeyResource.BEGUN.apply(errors, not.reason()))
                    .when(
                            KeyEnrolmentResult.Registered.class,
                            (errors, registered) ->
                                    SignInAnswers.SIGNED_IN.apply(errors, registered.signIn()))
                    .when(
                            KeyEnrolmentResult.NotRegistered.class,
                            (errors, not) -> PasskeyResource.REGISTERED.apply(errors, not.reason()))
                    .when(KeyEnrolmentResult.NotPending.class, errors -> notPending(errors))
                    .when(
                            KeyEnrolmentResult.ChallengeExpired.class,
                            errors -> errors.of(QeetError.MFA_CHALLENGE_EXPIRED))
                    .complete();

    static final Cases<QeetErrors, CodeEnrolmentResult, Answer> OF_CODES =
            Cases.<QeetErrors, CodeEnrolmentResult, Answer>of(CodeEnrolmentResult.class)
                    .when(
                            CodeEnrolmentResult.Added.class,
                            (errors, added) -> OtpFactorAnswers.ADDED.apply(errors, added.factor()))
                    .when(
                            CodeEnrolmentResult.NotAdded.class,
                            (errors, not) -> OtpFactorAnswers.ADDED.apply(errors, not.reason()))
                    .when(
                            CodeEnrolmentResult.Confirmed.class,
                            (errors, confirmed) ->
                                    SignInAnswers.SIGNED_IN.apply(errors, confirmed.signIn()))
                    .when(
                            CodeEnrolmentResult.NotConfirmed.class,
                            (errors, not) -> OtpFactorAnswers.CONFIRMED.apply(errors, not.reason()))
                    .when(CodeEnrolmentResult.NotPending.class, errors -> notPending(errors))
                    .when(
                            CodeEnrolmentResult.ChallengeExpired.class,
                            errors -> errors.of(QeetError.MFA_CHALLENGE_EXPIRED))
                    .complete();

    private EnrolmentAnswers() {}

    /**
     * The answer to a request whose credential is the challenge of a sign-in.
     *
     * @param challenge null if the request has no credential at all
     */
    static Answer ofSignIn(
            QeetErrors errors, String challenge, Function<String, Answer> enrolment) {
        if (challenge == null) {
            return errors.unauthorized();
        }
        return UuidSyntax.isValid(challenge)
                ? enrolment.apply(challenge)
                : errors.of(QeetError.SESSION_INVALID);
    }

    private static Answer enrolled(List<String> recoveryCodes, AfterFlow signIn) {
        return ENROLLED.apply(MfaBodies.NewRecoveryCodes.of(recoveryCodes), signIn);
    }

    private static Answer enrolled(MfaBodies.NewRecoveryCodes codes, Object next) {
        return Answer.ok(new Enrolled(codes, next));
    }

    private static Answer notPending(QeetErrors errors) {
        return errors.of(QeetError.CONFLICT, "the sign-in does not wait for this action");
    }
}
