package io.authrealm.api.service.action;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.keycloak.LinkedMailbox;
import io.authrealm.api.service.factor.CodeChannel;
import io.authrealm.api.service.factor.CodeFactorAddResult;
import io.authrealm.api.service.factor.CodeFactorConfirmResult;
import io.authrealm.api.service.factor.CodeFactors;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.service.signin.PendingAction;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.core.outcome.Cases;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;

/**
 * Sets up codes by mail or text message for a sign-in that waits for a second factor. The challenge
 * of the sign-in is the credential. It is worthless once the user has got a second factor
 * otherwise, because that one has to be proved first.
 */
public final class CodeEnrolment {

    private static final Cases<HalfSignedIn, CodeFactorAddResult, CodeEnrolmentResult> ADDED =
            Cases.<HalfSignedIn, CodeFactorAddResult, CodeEnrolmentResult>of(
                            CodeFactorAddResult.class)
                    .when(
                            CodeFactorAddResult.Added.class,
                            (user, added) -> new CodeEnrolmentResult.Added(added))
                    .when(CodeFactorAddResult.StepUpRequired.class, CodeEnrolment::overtaken)
                    .when(
                            CodeFactorAddResult.NotAdded.class,
                            (user, reason) -> new CodeEnrolmentResult.NotAdded(reason))
                    .complete();

    private static final Cases<HalfSignedIn, CodeFactorConfirmResult, CodeEnrolmentResult>
            CONFIRMED =
                    Cases.<HalfSignedIn, CodeFactorConfirmResult, CodeEnrolmentResult>of(
                                    CodeFactorConfirmResult.class)
                            .when(CodeFactorConfirmResult.Confirmed.class, CodeEnrolment::goOn)
                            .when(
                                    CodeFactorConfirmResult.StepUpRequired.class,
                                    CodeEnrolment::overtaken)
                            .when(
                                    CodeFactorConfirmResult.NotConfirmed.class,
                                    (user, reason) -> new CodeEnrolmentResult.NotConfirmed(reason))
                            .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final SensitiveLimit limit;
    private final Visit visit;

    public CodeEnrolment(
            KeycloakSession session, Delivery delivery, SensitiveLimit limit, Door door) {
        this.session = session;
        this.delivery = delivery;
        this.limit = limit;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /**
     * Sends a code to the address or number that is to be the factor.
     *
     * @param destination any text that is not blank
     */
    public CodeEnrolmentResult add(String challenge, CodeChannel channel, String destination) {
        return answer(
                challenge,
                action -> action.isDoneBy(channel.factor()),
                (user, action) -> add(user, channel, destination));
    }

    /** The mailbox of the link that the sign-in began with would prove nothing more. */
    private CodeEnrolmentResult add(HalfSignedIn user, CodeChannel channel, String destination) {
        return channel == CodeChannel.MAIL && LinkedMailbox.isIn(user.authentication(), destination)
                ? new CodeEnrolmentResult.NotAdded(new CodeFactorAddResult.ProvedByLink())
                : ADDED.apply(user, factors(user).add(user, channel, destination));
    }

    /**
     * Makes it the user's factor if the code is the one that was sent, and goes on with the
     * sign-in.
     *
     * @param id that {@link #add} has given it
     * @param code any text
     */
    public CodeEnrolmentResult confirm(String challenge, String id, String code) {
        return answer(
                challenge,
                action ->
                        Arrays.stream(CodeChannel.values())
                                .anyMatch(channel -> action.isDoneBy(channel.factor())),
                (user, action) -> confirm(user, action, id, code));
    }

    private CodeEnrolmentResult confirm(
            HalfSignedIn user, PendingAction action, String id, String code) {
        boolean isOfAnotherKind =
                factors(user)
                        .begun(user, id)
                        .filter(factor -> !action.isDoneBy(factor.channel().factor()))
                        .isPresent();
        return isOfAnotherKind
                ? new CodeEnrolmentResult.NotPending()
                : CONFIRMED.apply(user, factors(user).confirm(user, id, code));
    }

    private CodeFactors factors(HalfSignedIn user) {
        return new CodeFactors(session, delivery, limit, user.tenant());
    }

    private static CodeEnrolmentResult goOn(
            HalfSignedIn user, CodeFactorConfirmResult.Confirmed confirmed) {
        user.setUp(confirmed.factor());
        return new CodeEnrolmentResult.Confirmed(user.goOn());
    }

    private static CodeEnrolmentResult overtaken(HalfSignedIn user) {
        user.abandon();
        return new CodeEnrolmentResult.ChallengeExpired();
    }

    private CodeEnrolmentResult answer(
            String challenge,
            Predicate<PendingAction> wanted,
            BiFunction<HalfSignedIn, PendingAction, CodeEnrolmentResult> whatToDo) {
        return new WaitingUsers(session, visit)
                .answer(
                        challenge,
                        wanted,
                        whatToDo,
                        CodeEnrolmentResult.NotPending::new,
                        CodeEnrolmentResult.ChallengeExpired::new);
    }
}
