package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.action.ActionResult;
import io.authrealm.api.service.profile.ProfileFormResult;
import io.authrealm.core.json.InputError;
import io.authrealm.core.outcome.Cases;
import java.util.List;

/** What the routes answer that do what a sign-in waits for. */
final class ActionAnswers {

    static final Cases<QeetErrors, ActionResult, Answer> ANSWERED =
            Cases.<QeetErrors, ActionResult, Answer>of(ActionResult.class)
                    .when(
                            ActionResult.Done.class,
                            (errors, done) -> SignInAnswers.SIGNED_IN.apply(errors, done.signIn()))
                    .when(
                            ActionResult.CodeSent.class,
                            (errors, sent) ->
                                    Answer.of(
                                            202,
                                            new ActionBodies.CodeSent(
                                                    "A code is on its way.", sent.destination())))
                    .when(
                            ActionResult.CodeNotSent.class,
                            (errors, not) -> CodeAnswers.STARTED.apply(errors, not.reason()))
                    .when(
                            ActionResult.CodeRefused.class,
                            (errors, refused) ->
                                    CodeAnswers.CONFIRMED.apply(
                                            new CodeAnswers.Confirmation(errors, target -> target),
                                            refused.reason()))
                    .when(
                            ActionResult.PasswordRefused.class,
                            (errors, refused) ->
                                    errors.passwordRefused("new_password", refused.refusal()))
                    .when(
                            ActionResult.ProfileRefused.class,
                            (errors, refused) -> errors.badInput(invalid(refused.faults())))
                    .when(ActionResult.EmailTaken.class, errors -> errors.of(QeetError.EMAIL_TAKEN))
                    .when(
                            ActionResult.Declined.class,
                            errors -> errors.of(QeetError.FORBIDDEN, "the terms are not accepted"))
                    .when(
                            ActionResult.NotPending.class,
                            errors ->
                                    errors.of(
                                            QeetError.CONFLICT,
                                            "the sign-in does not wait for this action"))
                    .when(
                            ActionResult.ReadOnly.class,
                            errors ->
                                    errors.of(
                                            QeetError.FORBIDDEN,
                                            "the account is managed elsewhere"))
                    .when(
                            ActionResult.ChallengeExpired.class,
                            errors -> errors.of(QeetError.MFA_CHALLENGE_EXPIRED))
                    .when(
                            ActionResult.Limited.class,
                            (errors, limited) -> errors.rateLimited(limited.retryAfterSeconds()))
                    .when(
                            ActionResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .complete();

    private ActionAnswers() {}

    private static InputError invalid(List<ProfileFormResult.Fault> faults) {
        return new InputError.Invalid(faults.stream().map(ActionAnswers::fieldError).toList());
    }

    private static InputError.FieldError fieldError(ProfileFormResult.Fault fault) {
        String member = QeetNames.member(fault.attribute());
        return switch (fault.rule()) {
            case REQUIRED -> new InputError.FieldError(member, "required", "is required");
            case TOO_SHORT -> new InputError.FieldError(member, "too_short", "is too short");
            case TOO_LONG -> new InputError.FieldError(member, "too_long", "is too long");
            case EMAIL_SYNTAX ->
                    new InputError.FieldError(member, "invalid_email", "is not an email address");
            case ANY_OTHER -> new InputError.FieldError(member, "invalid", "is not valid");
        };
    }
}
