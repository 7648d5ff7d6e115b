package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.signin.FactorPromptResult;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.core.outcome.Cases;

/** What the routes answer that sign somebody in. */
final class SignInAnswers {

    static final Cases<QeetErrors, SignInResult, Answer> SIGNED_IN =
            Cases.<QeetErrors, SignInResult, Answer>of(SignInResult.class)
                    .when(
                            SignInResult.SignedIn.class,
                            (errors, signedIn) ->
                                    signedIn.hosted()
                                            .map(
                                                    session ->
                                                            QeetCookies.remember(
                                                                    Answer.ok(tokens(signedIn)),
                                                                    session))
                                            .orElseGet(() -> Answer.ok(tokens(signedIn))))
                    .when(
                            SignInResult.SessionOpened.class,
                            (errors, opened) ->
                                    QeetCookies.remember(
                                            Answer.ok(HostedBodies.Opened.of(opened)), opened))
                    .when(
                            SignInResult.MfaRequired.class,
                            (errors, mfa) -> Answer.ok(QeetBodies.MfaRequired.of(mfa)))
                    .when(
                            SignInResult.InvalidCredentials.class,
                            errors -> errors.of(QeetError.INVALID_CREDENTIALS))
                    .when(
                            SignInResult.UnknownUser.class,
                            errors -> errors.of(QeetError.INVALID_CREDENTIALS))
                    .when(
                            SignInResult.AddressUnverified.class,
                            errors -> errors.of(QeetError.INVALID_CREDENTIALS))
                    .when(
                            SignInResult.TooManySessions.class,
                            errors -> errors.of(QeetError.TOO_MANY_SESSIONS))
                    .when(
                            SignInResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .when(
                            SignInResult.AccountInactive.class,
                            errors -> errors.of(QeetError.ACCOUNT_INACTIVE))
                    .when(
                            SignInResult.AccountLocked.class,
                            (errors, locked) ->
                                    errors.retryLater(
                                            QeetError.ACCOUNT_LOCKED, locked.retryAfterSeconds()))
                    .when(
                            SignInResult.EnrollmentRequired.class,
                            (errors, enrollment) ->
                                    Answer.ok(ActionBodies.EnrollmentRequired.of(enrollment)))
                    .when(
                            SignInResult.ActionRequired.class,
                            (errors, required) ->
                                    errors.withMetadata(
                                            QeetError.ACTION_REQUIRED,
                                            ActionBodies.metadata(required)))
                    .when(
                            SignInResult.RedirectToWeb.class,
                            (errors, redirect) ->
                                    errors.withMetadata(
                                            QeetError.REDIRECT_TO_WEB,
                                            ActionBodies.metadata(redirect.continuation())))
                    .when(
                            SignInResult.ChallengeExpired.class,
                            errors -> errors.of(QeetError.MFA_CHALLENGE_EXPIRED))
                    .when(
                            SignInResult.CodeInvalid.class,
                            errors -> errors.of(QeetError.MFA_CODE_INVALID))
                    .when(
                            SignInResult.KeyRejected.class,
                            errors -> errors.of(QeetError.PASSKEY_MFA_FAILED))
                    .when(
                            SignInResult.FactorNotOffered.class,
                            errors -> errors.of(QeetError.MFA_FACTOR_NOT_CONFIRMED))
                    .when(SignInResult.NotAdmitted.class, errors -> errors.of(QeetError.FORBIDDEN))
                    .when(
                            SignInResult.Busy.class,
                            (errors, busy) -> errors.rateLimited(busy.retryAfterSeconds()))
                    .when(
                            SignInResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .complete();

    /** A request for the means to answer a challenge. */
    record Prompt(QeetErrors errors, String mfaToken) {

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Prompt";
        }
    }

    static final Cases<Prompt, FactorPromptResult, Answer> PROMPTED =
            Cases.<Prompt, FactorPromptResult, Answer>of(FactorPromptResult.class)
                    .when(
                            FactorPromptResult.KeyRequest.class,
                            (prompt, request) ->
                                    Answer.ok(
                                            new FactorBodies.KeyRequest(
                                                    prompt.mfaToken(), request.options())))
                    .when(
                            FactorPromptResult.CodeSent.class,
                            (prompt, sent) ->
                                    Answer.of(
                                            202,
                                            new FactorBodies.CodeSent(
                                                    OtpFactorAnswers.SENT, sent.destination())))
                    .when(
                            FactorPromptResult.CodeNotSent.class,
                            (prompt, notSent) ->
                                    OtpFactorAnswers.NOT_SENT.apply(prompt.errors(), notSent.why()))
                    .when(
                            FactorPromptResult.NotOffered.class,
                            prompt -> prompt.errors().of(QeetError.MFA_FACTOR_NOT_CONFIRMED))
                    .when(
                            FactorPromptResult.NothingToPrepare.class,
                            prompt ->
                                    prompt.errors()
                                            .invalid(
                                                    "method",
                                                    "not_allowed",
                                                    "needs no preparation"))
                    .when(
                            FactorPromptResult.ChallengeExpired.class,
                            prompt -> prompt.errors().of(QeetError.MFA_CHALLENGE_EXPIRED))
                    .when(
                            FactorPromptResult.AccountLocked.class,
                            (prompt, locked) ->
                                    prompt.errors()
                                            .retryLater(
                                                    QeetError.ACCOUNT_LOCKED,
                                                    locked.retryAfterSeconds()))
                    .complete();

    private SignInAnswers() {}

    static Object tokens(SignInResult.SignedIn signedIn) {
        QeetBodies.Tokens tokens = QeetBodies.Tokens.of(signedIn.tokens());
        return signedIn.actionsFromNextTime().isEmpty()
                ? tokens
                : new QeetBodies.SignedInForNow(tokens, signedIn.actionsFromNextTime());
    }
}
