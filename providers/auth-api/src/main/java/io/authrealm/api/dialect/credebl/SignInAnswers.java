package io.authrealm.api.dialect.credebl;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.session.RefreshResult;
import io.authrealm.api.service.session.SessionTokensResult;
import io.authrealm.api.service.signin.PendingAction;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.core.outcome.Cases;

/**
 * What the routes answer that give tokens. The dialect has neither second factors nor required
 * actions, so who needs one of them cannot sign in here, and reads what a wrong password gets.
 */
final class SignInAnswers {

    static final Cases<CredeblErrors, SignInResult, Answer> SIGNED_IN =
            Cases.<CredeblErrors, SignInResult, Answer>of(SignInResult.class)
                    .when(
                            SignInResult.SignedIn.class,
                            (errors, signedIn) ->
                                    CredeblBodies.done(
                                            200,
                                            "Signed in",
                                            CredeblBodies.SignedIn.of(signedIn.tokens())))
                    .when(
                            SignInResult.UnknownUser.class,
                            errors -> errors.of(CredeblError.USER_NOT_FOUND))
                    .when(
                            SignInResult.AddressUnverified.class,
                            errors -> errors.of(CredeblError.EMAIL_UNVERIFIED))
                    .when(
                            SignInResult.TooManySessions.class,
                            errors -> errors.of(CredeblError.TOO_MANY_SESSIONS))
                    .when(
                            SignInResult.ActionRequired.class,
                            (errors, required) -> actionRequired(errors, required))
                    .when(SignInResult.SessionOpened.class, errors -> errors.internal())
                    .when(SignInResult.MfaRequired.class, SignInAnswers::refused)
                    .when(SignInResult.EnrollmentRequired.class, SignInAnswers::refused)
                    .when(SignInResult.InvalidCredentials.class, SignInAnswers::refused)
                    .when(SignInResult.AccountInactive.class, SignInAnswers::refused)
                    .when(SignInResult.MethodDisabled.class, SignInAnswers::refused)
                    .when(SignInResult.NotAdmitted.class, SignInAnswers::refused)
                    .when(SignInResult.AccountLocked.class, SignInAnswers::refused)
                    .when(SignInResult.RedirectToWeb.class, SignInAnswers::refused)
                    .when(SignInResult.ChallengeExpired.class, SignInAnswers::refused)
                    .when(SignInResult.CodeInvalid.class, SignInAnswers::refused)
                    .when(SignInResult.KeyRejected.class, SignInAnswers::refused)
                    .when(SignInResult.FactorNotOffered.class, SignInAnswers::refused)
                    .when(
                            SignInResult.Busy.class,
                            (errors, busy) -> errors.rateLimited(busy.retryAfterSeconds()))
                    .when(
                            SignInResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .complete();

    /** Clients sign the user out at 404, and at 401 with one exact text. */
    static final Cases<CredeblErrors, RefreshResult, Answer> REFRESHED =
            Cases.<CredeblErrors, RefreshResult, Answer>of(RefreshResult.class)
                    .when(
                            RefreshResult.Refreshed.class,
                            (errors, refreshed) ->
                                    CredeblBodies.done(
                                            200,
                                            "Tokens refreshed",
                                            CredeblBodies.Tokens.of(refreshed.tokens())))
                    .when(
                            RefreshResult.Invalid.class,
                            errors -> errors.of(CredeblError.REFRESH_TOKEN_EXPIRED))
                    .when(
                            RefreshResult.Outlived.class,
                            errors -> errors.of(CredeblError.REFRESH_TOKEN_EXPIRED))
                    .when(
                            RefreshResult.Replayed.class,
                            errors -> errors.of(CredeblError.REFRESH_TOKEN_EXPIRED))
                    .when(
                            RefreshResult.SessionRevoked.class,
                            errors -> errors.of(CredeblError.SESSION_NOT_FOUND))
                    .when(
                            RefreshResult.AccountSuspended.class,
                            errors -> errors.of(CredeblError.USER_NOT_FOUND))
                    .when(
                            RefreshResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    static final Cases<CredeblErrors, SessionTokensResult, Answer> DETAILS =
            Cases.<CredeblErrors, SessionTokensResult, Answer>of(SessionTokensResult.class)
                    .when(
                            SessionTokensResult.Issued.class,
                            (errors, issued) ->
                                    details(CredeblBodies.SessionDetails.of(issued.session())))
                    .when(SessionTokensResult.Unknown.class, errors -> details(null))
                    .when(
                            SessionTokensResult.NotDecrypted.class,
                            errors -> errors.of(CredeblError.UNDECRYPTABLE))
                    .when(SessionTokensResult.SwitchedOff.class, errors -> errors.notFound())
                    .complete();

    private SignInAnswers() {}

    private static Answer actionRequired(
            CredeblErrors errors, SignInResult.ActionRequired required) {
        boolean isAboutEmail =
                required.actions().stream()
                        .anyMatch(action -> action.kind() == PendingAction.Kind.VERIFY_EMAIL);
        return isAboutEmail ? errors.of(CredeblError.EMAIL_UNVERIFIED) : refused(errors);
    }

    private static Answer refused(CredeblErrors errors) {
        return errors.of(CredeblError.INVALID_CREDENTIALS);
    }

    private static Answer details(CredeblBodies.SessionDetails session) {
        return CredeblBodies.done(200, "Session details", session);
    }
}
