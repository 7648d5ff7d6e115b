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
import io.authrealm.api.service.signin.PendingAction.Kind;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.core.outcome.Cases;
import java.util.function.Function;
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

    /** The same, but as long as the app is half set up, its secret stays the same. */
    public TotpEnrolmentResult startOrShow(String challenge) {
        return answer(challenge, user -> STARTED.apply(user, totp(user).startOrShow(user, null)));
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
        if (Challenges.asksForFactor(session, challenge)) {
            return new TotpEnrolmentResult.FactorDue();
        }
        return new WaitingUsers(session, visit)
                .answer(
                        challenge,
                        action -> action.isDoneBy(SecondFactor.TOTP),
                        (user, action) -> whatToDo.apply(user),
                        TotpEnrolmentResult.NotPending::new,
                        TotpEnrolmentResult.ChallengeExpired::new);
    }
}
