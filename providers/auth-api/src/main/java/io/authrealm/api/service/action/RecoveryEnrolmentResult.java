package io.authrealm.api.service.action;

import io.authrealm.api.service.signin.SignInResult;
import java.util.List;

/** How making recovery codes on the way in ends. */
public sealed interface RecoveryEnrolmentResult {

    /**
     * The codes are the user's, and the sign-in went on.
     *
     * @param codes shown once
     */
    record Made(List<String> codes, SignInResult.AfterFlow signIn)
            implements RecoveryEnrolmentResult {

        /** Hides the codes. */
        @Override
        public String toString() {
            return "Made";
        }
    }

    /** The server makes no recovery codes, or the user's are in a directory that it only reads. */
    record Unavailable() implements RecoveryEnrolmentResult {}

    /** The sign-in does not wait for codes, or for an authenticator app first. */
    record NotPending() implements RecoveryEnrolmentResult {}

    /**
     * The challenge is unknown, taken, too old or for something else, the account has changed, or
     * the user has a factor that was not used in this sign-in.
     */
    record ChallengeExpired() implements RecoveryEnrolmentResult {}
}
