package io.authrealm.api.service.action;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.keycloak.HeadlessAction;
import io.authrealm.api.service.password.PasswordChangeResult;
import io.authrealm.api.service.password.Passwords;
import io.authrealm.api.service.profile.ProfileForm;
import io.authrealm.api.service.profile.ProfileFormResult;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.service.signin.PendingAction;
import io.authrealm.api.service.signin.PendingAction.Kind;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.service.verification.CodeConfirmResult;
import io.authrealm.api.service.verification.CodeStartResult;
import io.authrealm.api.service.verification.EmailChange;
import io.authrealm.api.service.verification.EmailVerification;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.authenticators.BreachedPasswordAuthenticatorFactory;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.MaskedEmail;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/**
 * Does what a sign-in waits for. The challenge of the sign-in is the credential of each request.
 * After the last action the sign-in ends with tokens.
 */
public final class PendingActions {

    /** An action that the sign-in waits for, in the request that answers it. */
    private record Step(HalfSignedIn user, PendingAction action) {

        ActionResult done() {
            user.done(action.kind());
            return new ActionResult.Done(user.goOn());
        }

        ActionResult doneByChange() {
            user.accountChanged();
            return done();
        }

        /** The code has proved the new address too. */
        ActionResult doneByEmail() {
            user.done(Kind.VERIFY_EMAIL);
            return doneByChange();
        }

        ActionResult doneByPassword() {
            BreachedPasswordAuthenticatorFactory.passwordChangedOn(user.authentication());
            return doneByChange();
        }
    }

    /**
     * @param email where the code went
     */
    private record CodeStep(Step step, String email) {}

    private static final Cases<CodeStep, CodeStartResult, ActionResult> STARTED =
            Cases.<CodeStep, CodeStartResult, ActionResult>of(CodeStartResult.class)
                    .when(
                            CodeStartResult.Sent.class,
                            code -> new ActionResult.CodeSent(MaskedEmail.of(code.email())))
                    .when(
                            CodeStartResult.NotSent.class,
                            (code, reason) -> new ActionResult.CodeNotSent(reason))
                    .complete();

    private static final Cases<Step, CodeConfirmResult, ActionResult> ADDRESS_PROVED =
            Cases.<Step, CodeConfirmResult, ActionResult>of(CodeConfirmResult.class)
                    .when(CodeConfirmResult.Confirmed.class, step -> step.done())
                    .when(
                            CodeConfirmResult.NotConfirmed.class,
                            (step, reason) -> new ActionResult.CodeRefused(reason))
                    .complete();

    private static final Cases<Step, CodeConfirmResult, ActionResult> ADDRESS_CHANGED =
            Cases.<Step, CodeConfirmResult, ActionResult>of(CodeConfirmResult.class)
                    .when(CodeConfirmResult.Confirmed.class, step -> step.doneByEmail())
                    .when(
                            CodeConfirmResult.NotConfirmed.class,
                            (step, reason) -> new ActionResult.CodeRefused(reason))
                    .complete();

    private static final Cases<Step, PasswordChangeResult, ActionResult> PASSWORD_CHOSEN =
            Cases.<Step, PasswordChangeResult, ActionResult>of(PasswordChangeResult.class)
                    .when(PasswordChangeResult.Changed.class, step -> step.doneByPassword())
                    .when(
                            PasswordChangeResult.Refused.class,
                            (step, refused) -> new ActionResult.PasswordRefused(refused.refusal()))
                    .when(
                            PasswordChangeResult.WrongCurrentPassword.class,
                            step -> new ActionResult.ChallengeExpired())
                    .when(
                            PasswordChangeResult.Locked.class,
                            (step, locked) -> new ActionResult.Limited(locked.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Limited.class,
                            (step, limited) ->
                                    new ActionResult.Limited(limited.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Busy.class,
                            (step, busy) -> new ActionResult.Limited(busy.retryAfterSeconds()))
                    .when(
                            PasswordChangeResult.Overloaded.class,
                            (step, overloaded) ->
                                    new ActionResult.Overloaded(overloaded.retryAfterSeconds()))
                    .when(PasswordChangeResult.ReadOnly.class, step -> new ActionResult.ReadOnly())
                    .complete();

    private static final Cases<Step, ProfileFormResult, ActionResult> PROFILE_FILLED_IN =
            Cases.<Step, ProfileFormResult, ActionResult>of(ProfileFormResult.class)
                    .when(
                            // The user may have named an address for an account that had none.
                            ProfileFormResult.Updated.class, step -> step.doneByChange())
                    .when(
                            ProfileFormResult.Refused.class,
                            (step, refused) -> new ActionResult.ProfileRefused(refused.faults()))
                    .when(ProfileFormResult.Taken.class, step -> new ActionResult.EmailTaken())
                    .when(ProfileFormResult.ReadOnly.class, step -> new ActionResult.ReadOnly())
                    .complete();

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final Delivery delivery;
    private final SensitiveLimit limit;
    private final Visit visit;

    public PendingActions(
            KeycloakSession session,
            SignInProtection protection,
            Delivery delivery,
            SensitiveLimit limit,
            Door door) {
        this.session = session;
        this.protection = protection;
        this.delivery = delivery;
        this.limit = limit;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /** Mails a code to the address on file. */
    public ActionResult mailCode(String challenge) {
        return answer(
                challenge,
                Kind.VERIFY_EMAIL,
                step ->
                        STARTED.apply(
                                new CodeStep(step, step.user().user().getEmail()),
                                verification(step).start(step.user())));
    }

    /** Proves the address on file by the code that was mailed there. */
    public ActionResult verifyEmail(String challenge, String code) {
        return answer(
                challenge,
                Kind.VERIFY_EMAIL,
                step -> ADDRESS_PROVED.apply(step, verification(step).confirm(step.user(), code)));
    }

    private EmailVerification verification(Step step) {
        return new EmailVerification(session, delivery, limit, step.user().tenant());
    }

    /** Mails a code to the address that is to be the user's. */
    public ActionResult mailCodeTo(String challenge, String email) {
        return answer(
                challenge,
                Kind.UPDATE_EMAIL,
                step ->
                        STARTED.apply(
                                new CodeStep(step, email), change(step).start(step.user(), email)));
    }

    /** Changes the address to the one that the code went to. */
    public ActionResult updateEmail(String challenge, String code) {
        return answer(
                challenge,
                Kind.UPDATE_EMAIL,
                step ->
                        step.user().takeTurn()
                                ? ADDRESS_CHANGED.apply(
                                        step, change(step).confirm(step.user(), code))
                                : expired(step));
    }

    private EmailChange change(Step step) {
        return new EmailChange(session, delivery, limit, step.user().tenant());
    }

    /** Chooses a new password, and ends the sessions that the user has. */
    public ActionResult updatePassword(String challenge, String password) {
        return answer(
                challenge,
                Kind.UPDATE_PASSWORD,
                step ->
                        PASSWORD_CHOSEN.apply(
                                step,
                                new Passwords(session, protection, limit, step.user().tenant())
                                        .choose(step.user(), password)));
    }

    /**
     * Fills in the user profile.
     *
     * @param given the values of an attribute; null if the user gives none
     */
    public ActionResult updateProfile(String challenge, Function<String, List<String>> given) {
        return answer(challenge, Kind.UPDATE_PROFILE, step -> updateProfile(step, given));
    }

    /** Limited, because the answer says whether another account has an address. */
    private ActionResult updateProfile(Step step, Function<String, List<String>> given) {
        int wait = limit.take(step.user().tenant(), step.user().userId());
        if (wait > 0) {
            return new ActionResult.Limited(wait);
        }
        return step.user().takeTurn()
                ? PROFILE_FILLED_IN.apply(
                        step,
                        new ProfileForm(session, step.user().tenant())
                                .update(step.user().user(), given))
                : expired(step);
    }

    /** Accepts the terms and conditions, or ends the sign-in. */
    public ActionResult acceptTerms(String challenge, boolean isAccepted) {
        return answer(
                challenge,
                Kind.ACCEPT_TERMS,
                step -> {
                    HeadlessAction terms =
                            new HeadlessAction(session, step.user().authentication());
                    return switch (terms.submit(
                            step.action().alias(),
                            isAccepted ? Map.of() : Map.of("cancel", "true"))) {
                        case DONE -> step.done();
                        case DECLINED -> {
                            step.user().abandon();
                            yield new ActionResult.Declined();
                        }
                        case INVALID -> expired(step);
                    };
                });
    }

    private static ActionResult expired(Step step) {
        step.user().abandon();
        return new ActionResult.ChallengeExpired();
    }

    private ActionResult answer(
            String challenge, Kind kind, Function<Step, ActionResult> whatToDo) {
        return new WaitingUsers(session, visit)
                .answer(
                        challenge,
                        action -> action.kind() == kind,
                        (user, action) -> whatToDo.apply(new Step(user, action)),
                        ActionResult.NotPending::new,
                        ActionResult.ChallengeExpired::new);
    }
}
