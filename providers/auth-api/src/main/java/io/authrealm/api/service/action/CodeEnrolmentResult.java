package io.authrealm.api.service.action;

import io.authrealm.api.service.factor.CodeFactorAddResult;
import io.authrealm.api.service.factor.CodeFactorConfirmResult;
import io.authrealm.api.service.signin.SignInResult;

/** How setting up codes by mail or text message on the way in ends. */
public sealed interface CodeEnrolmentResult {

    /** A code is on its way, and the sign-in waits for it. */
    record Added(CodeFactorAddResult.Added factor) implements CodeEnrolmentResult {}

    record NotAdded(CodeFactorAddResult.NotAdded reason) implements CodeEnrolmentResult {}

    /** The factor is the user's, and the sign-in went on. */
    record Confirmed(SignInResult.AfterFlow signIn) implements CodeEnrolmentResult {}

    record NotConfirmed(CodeFactorConfirmResult.NotConfirmed reason)
            implements CodeEnrolmentResult {}

    /** The sign-in does not wait for such a factor. */
    record NotPending() implements CodeEnrolmentResult {}

    /**
     * The challenge is unknown, taken, too old or for something else, the account has changed, or
     * the user has got a factor otherwise.
     */
    record ChallengeExpired() implements CodeEnrolmentResult {}
}
