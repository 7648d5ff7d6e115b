package io.authrealm.api.service.factor;

/** How a request for a code by which a user proves a factor ends. */
public sealed interface CodeFactorChallengeResult {

    /**
     * The code is on its way.
     *
     * @param destination in a form that may be shown
     */
    record Sent(String destination) implements CodeFactorChallengeResult {}

    /** The user has no such factor. */
    record NotFound() implements CodeFactorChallengeResult {}

    /** The user has not confirmed the factor yet. */
    record NotConfirmed() implements CodeFactorChallengeResult {}

    /** No code was sent. */
    record NotSent(FactorCodeResult.NotSent why) implements CodeFactorChallengeResult {}
}
