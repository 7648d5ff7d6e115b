package io.authrealm.api.service.action;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.factor.FactorNotice;
import io.authrealm.api.service.factor.RecoveryCodes;
import io.authrealm.api.service.passkey.PasskeyBeginResult;
import io.authrealm.api.service.passkey.PasskeyRegistration;
import io.authrealm.api.service.passkey.PasskeyRegistration.Kind;
import io.authrealm.api.service.passkey.PasskeyRegistrationResult;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.service.signin.PendingAction;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;

/**
 * Adds the passkey or security key that a sign-in waits for. The challenge of the sign-in is the
 * credential. It is worthless while the user has a second factor that the sign-in has not used.
 */
public final class KeyEnrolment {

    private static final Cases<HalfSignedIn, PasskeyBeginResult, KeyEnrolmentResult> BEGUN =
            Cases.<HalfSignedIn, PasskeyBeginResult, KeyEnrolmentResult>of(PasskeyBeginResult.class)
                    .when(
                            PasskeyBeginResult.Begun.class,
                            (user, begun) -> new KeyEnrolmentResult.Begun(begun))
                    .when(PasskeyBeginResult.StepUpRequired.class, KeyEnrolment::overtaken)
                    .when(
                            PasskeyBeginResult.NotBegun.class,
                            (user, reason) -> new KeyEnrolmentResult.NotBegun(reason))
                    .complete();

    private static final Cases<HalfSignedIn, PasskeyRegistrationResult, KeyEnrolmentResult>
            FINISHED =
                    Cases.<HalfSignedIn, PasskeyRegistrationResult, KeyEnrolmentResult>of(
                                    PasskeyRegistrationResult.class)
                            .when(PasskeyRegistrationResult.Registered.class, KeyEnrolment::goOn)
                            .when(
                                    PasskeyRegistrationResult.StepUpRequired.class,
                                    KeyEnrolment::overtaken)
                            .when(
                                    PasskeyRegistrationResult.NotRegistered.class,
                                    (user, reason) -> new KeyEnrolmentResult.NotRegistered(reason))
                            .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Visit visit;

    public KeyEnrolment(KeycloakSession session, Delivery delivery, Door door) {
        this.session = session;
        this.delivery = delivery;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /** Begins the registration of a key. */
    public KeyEnrolmentResult begin(String challenge, Kind kind) {
        return answer(
                challenge,
                action -> action.isDoneBy(kind.factor()),
                (user, action) -> BEGUN.apply(user, registration(user).begin(user, kind)));
    }

    /**
     * Makes the key the user's if it is right, and goes on with the sign-in.
     *
     * @param ceremony that {@link #begin} has begun
     * @param name what the user calls the key; may be null
     */
    public KeyEnrolmentResult finish(
            String challenge, String ceremony, PublicKeyJson.Attestation made, String name) {
        return answer(
                challenge,
                action -> !wanted(action).isEmpty(),
                (user, action) ->
                        FINISHED.apply(
                                user,
                                registration(user)
                                        .finish(user, wanted(user), ceremony, made, name)));
    }

    private static Set<Kind> wanted(HalfSignedIn user) {
        return user.pending().stream()
                .flatMap(action -> wanted(action).stream())
                .collect(Collectors.toSet());
    }

    private static Set<Kind> wanted(PendingAction action) {
        return Arrays.stream(Kind.values())
                .filter(kind -> action.isDoneBy(kind.factor()))
                .collect(Collectors.toSet());
    }

    private PasskeyRegistration registration(HalfSignedIn user) {
        return new PasskeyRegistration(
                session,
                user.tenant(),
                new FactorNotice(session, delivery, user.tenant()),
                new RecoveryCodes(session, delivery, user.tenant()));
    }

    private static KeyEnrolmentResult goOn(
            HalfSignedIn user, PasskeyRegistrationResult.Registered registered) {
        user.setUp(registered.factor());
        return new KeyEnrolmentResult.Registered(user.goOn());
    }

    private static KeyEnrolmentResult overtaken(HalfSignedIn user) {
        user.abandon();
        return new KeyEnrolmentResult.ChallengeExpired();
    }

    private KeyEnrolmentResult answer(
            String challenge,
            Predicate<PendingAction> wanted,
            BiFunction<HalfSignedIn, PendingAction, KeyEnrolmentResult> whatToDo) {
        return new WaitingUsers(session, visit)
                .answer(
                        challenge,
                        wanted,
                        whatToDo,
                        KeyEnrolmentResult.NotPending::new,
                        KeyEnrolmentResult.ChallengeExpired::new);
    }
}
