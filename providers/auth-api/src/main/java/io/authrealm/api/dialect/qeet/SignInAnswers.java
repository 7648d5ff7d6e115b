package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.signin.SignInResult;
import java.util.Map;

/** What the routes answer that sign somebody in (contract, sections 8.2, 8.3 and 9.4). */
record SignInAnswers(QeetErrors errors) {

    Answer of(SignInResult result) {
        if (result instanceof SignInResult.SignedIn signedIn) {
            QeetBodies.Tokens tokens = QeetBodies.Tokens.of(signedIn.tokens());
            return Answer.ok(
                    signedIn.actionsFromNextTime().isEmpty()
                            ? tokens
                            : new QeetBodies.SignedInForNow(
                                    tokens, signedIn.actionsFromNextTime()));
        }
        if (result instanceof SignInResult.MfaRequired mfa) {
            return Answer.ok(new QeetBodies.MfaRequired(true, mfa.mfaToken(), mfa.methods()));
        }
        if (result instanceof SignInResult.AccountLocked locked) {
            return errors.retryLater(QeetError.ACCOUNT_LOCKED, locked.retryAfterSeconds());
        }
        if (result instanceof SignInResult.ActionRequired required) {
            return errors.withMetadata(
                    QeetError.ACTION_REQUIRED, Map.of("required_actions", required.actions()));
        }
        if (result instanceof SignInResult.Overloaded overloaded) {
            return errors.retryLater(QeetError.UNAVAILABLE, overloaded.retryAfterSeconds());
        }
        if (result instanceof SignInResult.Busy) {
            return errors.rateLimited(AuthResource.BUSY_RETRY_SECONDS);
        }
        if (result instanceof SignInResult.AccountInactive) {
            return errors.of(QeetError.ACCOUNT_INACTIVE);
        }
        if (result instanceof SignInResult.RedirectToWeb) {
            return errors.of(QeetError.REDIRECT_TO_WEB);
        }
        if (result instanceof SignInResult.ChallengeExpired) {
            return errors.of(QeetError.MFA_CHALLENGE_EXPIRED);
        }
        return errors.of(
                result instanceof SignInResult.CodeInvalid
                        ? QeetError.MFA_CODE_INVALID
                        : QeetError.INVALID_CREDENTIALS);
    }
}
