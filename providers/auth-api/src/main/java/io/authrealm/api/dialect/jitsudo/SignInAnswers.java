package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.signin.FactorPromptResult;
import io.authrealm.api.service.signin.PendingAction;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.outcome.Cases;
import java.util.List;
import java.util.Map;

/** What the routes answer that sign somebody in. */
record SignInAnswers(Call call, JitsudoErrors errors) {

    /** The first step. A locked or suspended account looks like a wrong password. */
    static final Cases<SignInAnswers, SignInResult, Answer> LOGGED_IN =
            Cases.<SignInAnswers, SignInResult, Answer>of(SignInResult.class)
                    .when(
                            SignInResult.SignedIn.class,
                            (answers, signedIn) ->
                                    Answer.ok(SignInBodies.LoggedIn.of(signedIn.tokens())))
                    .when(SignInResult.SessionOpened.class, answers -> answers.expired())
                    .when(
                            SignInResult.MfaRequired.class,
                            (answers, mfa) ->
                                    mfa.isAddressDue()
                                            ? answers.emailNotVerified()
                                            : answers.challenge(mfa))
                    .when(
                            SignInResult.EnrollmentRequired.class,
                            (answers, enrollment) ->
                                    isAddressDue(enrollment.required())
                                            ? answers.emailNotVerified()
                                            : Answer.ok(
                                                    SignInBodies.Challenge.of(
                                                            enrollment.required())))
                    .when(
                            SignInResult.ActionRequired.class,
                            (answers, required) ->
                                    required.isForRecoveryCodes()
                                            ? Answer.ok(SignInBodies.Challenge.of(required))
                                            : answers.actionRequired(required))
                    .when(
                            SignInResult.InvalidCredentials.class,
                            answers -> answers.invalidCredentials())
                    .when(SignInResult.UnknownUser.class, answers -> answers.invalidCredentials())
                    .when(
                            SignInResult.AddressUnverified.class,
                            answers -> answers.invalidCredentials())
                    .when(
                            SignInResult.TooManySessions.class,
                            answers -> answers.byRule(JitsudoError.FORBIDDEN))
                    .when(
                            SignInResult.NotAdmitted.class,
                            answers -> answers.byRule(JitsudoError.FORBIDDEN))
                    .when(
                            SignInResult.MethodDisabled.class,
                            answers -> answers.byRule(JitsudoError.FORBIDDEN))
                    .when(
                            SignInResult.AccountInactive.class,
                            answers -> answers.invalidCredentials())
                    .when(SignInResult.AccountLocked.class, answers -> answers.invalidCredentials())
                    .when(
                            SignInResult.RedirectToWeb.class,
                            answers -> answers.byRule(JitsudoError.BROWSER_REQUIRED))
                    .when(SignInResult.ChallengeExpired.class, answers -> answers.expired())
                    .when(
                            SignInResult.CodeInvalid.class,
                            answers -> answers.errors().of(JitsudoError.INVALID_MFA_CODE))
                    .when(SignInResult.KeyRejected.class, answers -> answers.invalidCredentials())
                    .when(
                            SignInResult.FactorNotOffered.class,
                            answers -> answers.errors().of(JitsudoError.INVALID_MFA_CODE))
                    .when(
                            SignInResult.Busy.class,
                            (answers, busy) ->
                                    answers.errors().rateLimited(busy.retryAfterSeconds()))
                    .when(
                            SignInResult.Overloaded.class,
                            (answers, overloaded) ->
                                    answers.errors().unavailable(overloaded.retryAfterSeconds()))
                    .complete();

    /** The steps after the first. The user has given the password, and may know of a lock. */
    static final Cases<SignInAnswers, SignInResult, Answer> ANSWERED =
            Cases.<SignInAnswers, SignInResult, Answer>of(SignInResult.class)
                    .when(
                            SignInResult.SignedIn.class,
                            (answers, signedIn) ->
                                    Answer.ok(SignInBodies.Answered.of(signedIn.tokens())))
                    .when(SignInResult.SessionOpened.class, answers -> answers.expired())
                    .when(SignInResult.MfaRequired.class, (answers, mfa) -> answers.challenge(mfa))
                    .when(
                            SignInResult.EnrollmentRequired.class,
                            (answers, enrollment) ->
                                    Answer.ok(SignInBodies.Answered.of(enrollment.required())))
                    .when(
                            SignInResult.ActionRequired.class,
                            (answers, required) ->
                                    required.isForRecoveryCodes()
                                            ? Answer.ok(SignInBodies.Answered.of(required))
                                            : answers.actionRequired(required))
                    .when(
                            SignInResult.InvalidCredentials.class,
                            answers -> answers.invalidCredentials())
                    .when(SignInResult.UnknownUser.class, answers -> answers.invalidCredentials())
                    .when(
                            SignInResult.AddressUnverified.class,
                            answers -> answers.invalidCredentials())
                    .when(
                            SignInResult.TooManySessions.class,
                            answers -> answers.byRule(JitsudoError.FORBIDDEN))
                    .when(
                            SignInResult.NotAdmitted.class,
                            answers -> answers.byRule(JitsudoError.FORBIDDEN))
                    .when(
                            SignInResult.MethodDisabled.class,
                            answers -> answers.byRule(JitsudoError.FORBIDDEN))
                    .when(
                            SignInResult.AccountInactive.class,
                            answers -> answers.invalidCredentials())
                    .when(
                            SignInResult.AccountLocked.class,
                            (answers, locked) ->
                                    answers.errors().rateLimited(locked.retryAfterSeconds()))
                    .when(
                            SignInResult.RedirectToWeb.class,
                            answers -> answers.byRule(JitsudoError.BROWSER_REQUIRED))
                    .when(SignInResult.ChallengeExpired.class, answers -> answers.expired())
                    .when(
                            SignInResult.CodeInvalid.class,
                            answers -> answers.errors().of(JitsudoError.INVALID_MFA_CODE))
                    .when(SignInResult.KeyRejected.class, answers -> answers.invalidCredentials())
                    .when(
                            SignInResult.FactorNotOffered.class,
                            answers -> answers.errors().of(JitsudoError.INVALID_MFA_CODE))
                    .when(
                            SignInResult.Busy.class,
                            (answers, busy) ->
                                    answers.errors().rateLimited(busy.retryAfterSeconds()))
                    .when(
                            SignInResult.Overloaded.class,
                            (answers, overloaded) ->
                                    answers.errors().unavailable(overloaded.retryAfterSeconds()))
                    .complete();

    static final Cases<SignInAnswers, FactorPromptResult, Answer> KEY_PROMPTED =
            Cases.<SignInAnswers, FactorPromptResult, Answer>of(FactorPromptResult.class)
                    .when(
                            FactorPromptResult.KeyRequest.class,
                            (answers, request) ->
                                    Answer.ok(new SignInBodies.KeyOptions(request.options())))
                    .when(FactorPromptResult.CodeSent.class, answers -> answers.expired())
                    .when(FactorPromptResult.CodeNotSent.class, answers -> answers.expired())
                    .when(FactorPromptResult.NotOffered.class, answers -> answers.expired())
                    .when(FactorPromptResult.NothingToPrepare.class, answers -> answers.expired())
                    .when(FactorPromptResult.ChallengeExpired.class, answers -> answers.expired())
                    .when(
                            FactorPromptResult.AccountLocked.class,
                            (answers, locked) ->
                                    answers.errors().rateLimited(locked.retryAfterSeconds()))
                    .complete();

    /** The rest of a sign-in in which backup codes were made: they are shown in any case. */
    record Enrolled(List<String> codes) {

        static final Cases<Enrolled, SignInResult.AfterFlow, Answer> THEN =
                Cases.<Enrolled, SignInResult.AfterFlow, Answer>of(SignInResult.AfterFlow.class)
                        .when(
                                SignInResult.SignedIn.class,
                                (enrolled, signedIn) ->
                                        Answer.ok(
                                                SignInBodies.Enrolment.of(
                                                        enrolled.codes(), signedIn.tokens())))
                        .when(SignInResult.SessionOpened.class, enrolled -> enrolled.noToken())
                        .when(SignInResult.EnrollmentRequired.class, enrolled -> enrolled.noToken())
                        .when(SignInResult.ActionRequired.class, enrolled -> enrolled.noToken())
                        .when(SignInResult.TooManySessions.class, enrolled -> enrolled.noToken())
                        .when(SignInResult.NotAdmitted.class, enrolled -> enrolled.noToken())
                        .when(SignInResult.RedirectToWeb.class, enrolled -> enrolled.noToken())
                        .when(SignInResult.ChallengeExpired.class, enrolled -> enrolled.noToken())
                        .complete();

        private Answer noToken() {
            return Answer.ok(SignInBodies.Enrolment.of(codes));
        }

        /** Hides the codes. */
        @Override
        public String toString() {
            return "Enrolled";
        }
    }

    private static boolean isAddressDue(SignInResult.ActionRequired required) {
        return required.actions().stream()
                .anyMatch(action -> action.kind() == PendingAction.Kind.VERIFY_EMAIL);
    }

    /** Without a factor that the dialect has a name for, only a browser goes on. */
    private Answer challenge(SignInResult.MfaRequired mfa) {
        return FactorNames.canAnswer(mfa.methods())
                ? Answer.ok(SignInBodies.Challenge.of(mfa))
                : byRule(JitsudoError.BROWSER_REQUIRED);
    }

    private Answer actionRequired(SignInResult.ActionRequired required) {
        return isAddressDue(required)
                ? emailNotVerified()
                : byRule(
                        JitsudoError.ACTION_REQUIRED,
                        Map.of(
                                "actions",
                                required.actions().stream().map(PendingAction::alias).toList()));
    }

    private Answer emailNotVerified() {
        return byRule(JitsudoError.EMAIL_NOT_VERIFIED);
    }

    private Answer invalidCredentials() {
        return errors.of(JitsudoError.INVALID_CREDENTIALS);
    }

    private Answer expired() {
        return errors.of(JitsudoError.CHALLENGE_EXPIRED);
    }

    private Answer byRule(JitsudoError error) {
        return byRule(error, Map.of());
    }

    /** A rule of the realm refuses a user, for whom an admin may have written a notice. */
    private Answer byRule(JitsudoError error, Map<String, Object> details) {
        return errors.of(
                error,
                details,
                call.tenant()
                        .map(Tenant::settings)
                        .map(TenantSettings::refusalNotice)
                        .map(List::of)
                        .orElse(List.of()));
    }
}
