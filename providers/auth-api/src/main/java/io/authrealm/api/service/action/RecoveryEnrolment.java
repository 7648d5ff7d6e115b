package io.authrealm.api.service.action;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.factor.RecoveryCodes;
import io.authrealm.api.service.factor.RecoveryCodesResult;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.service.signin.PendingAction.Kind;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.core.outcome.Cases;
import org.keycloak.models.KeycloakSession;

/**
 * Makes the recovery codes that a sign-in waits for. The challenge of the sign-in is the
 * credential. They stand in for another factor, so an app that is due too comes first; it brings
 * codes of its own.
 */
public final class RecoveryEnrolment {

    private static final Cases<HalfSignedIn, RecoveryCodesResult, RecoveryEnrolmentResult> MADE =
            Cases.<HalfSignedIn, RecoveryCodesResult, RecoveryEnrolmentResult>of(
                            RecoveryCodesResult.class)
                    .when(RecoveryCodesResult.Made.class, RecoveryEnrolment::goOn)
                    .when(
                            RecoveryCodesResult.NotEnrolled.class,
                            user -> new RecoveryEnrolmentResult.NotPending())
                    .when(RecoveryCodesResult.StepUpRequired.class, RecoveryEnrolment::overtaken)
                    .when(
                            RecoveryCodesResult.Unavailable.class,
                            user -> new RecoveryEnrolmentResult.Unavailable())
                    .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Visit visit;

    public RecoveryEnrolment(KeycloakSession session, Delivery delivery, Door door) {
        this(session, delivery, door.enter(MinimumResponseTime.NONE));
    }

    /** In a request that is let in already. */
    RecoveryEnrolment(KeycloakSession session, Delivery delivery, Visit visit) {
        this.session = session;
        this.delivery = delivery;
        this.visit = visit;
    }

    /** Makes the codes, and goes on with the sign-in. */
    public RecoveryEnrolmentResult make(String challenge) {
        return new WaitingUsers(session, visit)
                .answer(
                        challenge,
                        action -> action.isDoneBy(SecondFactor.RECOVERY_CODE),
                        (user, action) -> make(user),
                        RecoveryEnrolmentResult.NotPending::new,
                        RecoveryEnrolmentResult.ChallengeExpired::new);
    }

    /** The same for a user whom the request holds already. */
    RecoveryEnrolmentResult make(HalfSignedIn user) {
        boolean isAppDue =
                user.pending().stream().anyMatch(action -> action.isDoneBy(SecondFactor.TOTP));
        return isAppDue
                ? new RecoveryEnrolmentResult.NotPending()
                : MADE.apply(user, new RecoveryCodes(session, delivery, user.tenant()).make(user));
    }

    private static RecoveryEnrolmentResult goOn(HalfSignedIn user, RecoveryCodesResult.Made made) {
        user.done(Kind.MAKE_RECOVERY_CODES);
        return new RecoveryEnrolmentResult.Made(made.codes(), user.goOn());
    }

    private static RecoveryEnrolmentResult overtaken(HalfSignedIn user) {
        user.abandon();
        return new RecoveryEnrolmentResult.ChallengeExpired();
    }
}
