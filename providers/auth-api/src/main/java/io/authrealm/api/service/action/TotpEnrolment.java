package io.authrealm.api.service.action;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.TotpConfirmResult;
import io.authrealm.api.service.factor.TotpFactor;
import io.authrealm.api.service.factor.TotpStartResult;
import io.authrealm.api.service.signin.Challenges;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.service.signin.PendingAction;
import io.authrealm.api.service.signin.PendingAction.Kind;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.core.outcome.Cases;
import java.util.function.Function;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;

/**
 * Sets up the authenticator app that a sign-in waits for. The challenge of the sign-in is the
 * credential. It is worthless once the user has got a second factor otherwise, because that one has
 * to be proved first.
 */
public final class TotpEnrolment {

    private static final Cases<HalfSignedIn, TotpStartResult, TotpEnrolmentResult> STARTED =
            Cases.<HalfSignedIn, TotpStartResult, TotpEnrolmentResult>of(TotpStartResult.class)
                    .when(
                            TotpStartResult.Started.class,
                            (user, started) -> new TotpEnrolmentResult.Started(started))
                    .when(TotpStartResult.StepUpRequired.class, TotpEnrolment::overtaken)
                    .complete();

    private static final Cases<HalfSignedIn, TotpConfirmResult, TotpEnrolmentResult> CONFIRMED =
            Cases.<HalfSignedIn, TotpConfirmResult, TotpEnrolmentResult>of(TotpConfirmResult.class)
                    .when(TotpConfirmResult.Confirmed.class, TotpEnrolment::goOn)
                    .when(
                            TotpConfirmResult.NotStarted.class,
                            user -> new TotpEnrolmentResult.NotStarted())
                    .when(
                            TotpConfirmResult.CodeInvalid.class,
                            user -> new TotpEnrolmentResult.CodeInvalid())
                    .when(TotpConfirmResult.StepUpRequired.class, TotpEnrolment::overtaken)
                    .when(
                            TotpConfirmResult.ReadOnly.class,
                            user -> new TotpEnrolmentResult.ReadOnly())
                    .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Visit visit;

    public TotpEnrolment(KeycloakSession session, Delivery delivery, Door door) {
        this.session = session;
        this.delivery = delivery;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /**
     * Makes the secret of the app.
     *
     * @param account what the app shows beside the realm's name; null for the user's address
     */
    public TotpEnrolmentResult start(String challenge, String account) {
        return answer(challenge, user -> STARTED.apply(user, totp(user).start(user, account)));
    }

    /**
     * The same for a client that has one request for whatever is due. It makes recovery codes if no
     * app is. As long as an app is half set up, its secret stays the same.
     */
    public EnrolmentStartResult startWhatIsDue(String challenge) {
        return answer(
                challenge,
                action ->
                        action.isDoneBy(SecondFactor.TOTP)
                                || action.isDoneBy(SecondFactor.RECOVERY_CODE),
                this::startWhatIsDue,
                EnrolmentStartResult.OfApp::new);
    }

    private EnrolmentStartResult startWhatIsDue(HalfSignedIn user) {
        boolean isAppDue =
                user.pending().stream().anyMatch(action -> action.isDoneBy(SecondFactor.TOTP));
        return isAppDue
                ? new EnrolmentStartResult.OfApp(
                        STARTED.apply(user, totp(user).startOrShow(user, null)))
                : new EnrolmentStartResult.OfRecoveryCodes(
                        new RecoveryEnrolment(session, delivery, visit).make(user));
    }

    /**
     * Makes the app the user's if the code is its code, and goes on with the sign-in.
     *
     * @param code any text
     */
    public TotpEnrolmentResult confirm(String challenge, String code) {
        return answer(challenge, user -> CONFIRMED.apply(user, totp(user).confirm(user, code)));
    }

    private TotpFactor totp(HalfSignedIn user) {
        return new TotpFactor(session, delivery, user.tenant());
    }

    private static TotpEnrolmentResult goOn(
            HalfSignedIn user, TotpConfirmResult.Confirmed confirmed) {
        user.done(Kind.SET_UP_TOTP);
        if (!confirmed.recoveryCodes().isEmpty()) {
            user.done(Kind.MAKE_RECOVERY_CODES);
        }
        return new TotpEnrolmentResult.Confirmed(confirmed.recoveryCodes(), user.goOn());
    }

    private static TotpEnrolmentResult overtaken(HalfSignedIn user) {
        user.abandon();
        return new TotpEnrolmentResult.ChallengeExpired();
    }

    private TotpEnrolmentResult answer(
            String challenge, Function<HalfSignedIn, TotpEnrolmentResult> whatToDo) {
        return answer(
                challenge,
                action -> action.isDoneBy(SecondFactor.TOTP),
                whatToDo,
                Function.identity());
    }

    /**
     * @param other makes the result of a request that is for nothing
     */
    private <R> R answer(
            String challenge,
            Predicate<PendingAction> wanted,
            Function<HalfSignedIn, R> whatToDo,
            Function<TotpEnrolmentResult, R> other) {
        if (Challenges.asksForFactor(session, challenge)) {
            return other.apply(new TotpEnrolmentResult.FactorDue());
        }
        return new WaitingUsers(session, visit)
                .answer(
                        challenge,
                        wanted,
                        (user, action) -> whatToDo.apply(user),
                        () -> other.apply(new TotpEnrolmentResult.NotPending()),
                        () -> other.apply(new TotpEnrolmentResult.ChallengeExpired()));
    }
}
