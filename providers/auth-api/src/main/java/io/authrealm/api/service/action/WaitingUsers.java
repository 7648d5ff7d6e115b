package io.authrealm.api.service.action;

import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.signin.Challenges;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.service.signin.PendingAction;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;

/** The users whose sign-ins wait for an action, by their challenges. */
record WaitingUsers(KeycloakSession session, Visit visit) {

    /**
     * Answers an action.
     *
     * @param wanted the action that the request answers
     * @param whatToDo if the sign-in waits for that action
     * @param notPending the result if it waits for others
     * @param expired the result if no sign-in waits under the challenge
     */
    <R> R answer(
            String challenge,
            Predicate<PendingAction> wanted,
            BiFunction<HalfSignedIn, PendingAction, R> whatToDo,
            Supplier<R> notPending,
            Supplier<R> expired) {
        return visit.find(
                        tenants ->
                                Challenges.realmOf(session, challenge).flatMap(tenants::openById))
                .flatMap(tenant -> HalfSignedIn.take(session, tenant, challenge))
                .map(user -> answer(user, wanted, whatToDo, notPending, expired))
                .orElseGet(expired);
    }

    private <R> R answer(
            HalfSignedIn taken,
            Predicate<PendingAction> wanted,
            BiFunction<HalfSignedIn, PendingAction, R> whatToDo,
            Supplier<R> notPending,
            Supplier<R> expired) {
        try (HalfSignedIn user = taken) {
            if (user.endsInCookies() && !visit.takesCookies()) {
                return expired.get();
            }
            return user.pending().stream()
                    .filter(wanted)
                    .findFirst()
                    .map(action -> whatToDo.apply(user, action))
                    .orElseGet(notPending);
        }
    }
}
