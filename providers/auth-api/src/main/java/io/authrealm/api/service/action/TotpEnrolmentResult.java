package io.authrealm.api.service.action;

import io.authrealm.api.service.factor.TotpStartResult;
import io.authrealm.api.service.signin.SignInResult;
import java.util.List;

/** How setting up an authenticator app on the way in ends. */
public sealed interface TotpEnrolmentResult {

    /** The secret of the app; the sign-in waits for its first code. */
    record Started(TotpStartResult.Started app) implements TotpEnrolmentResult {}

    /**
     * The app is the user's, and the sign-in went on.
     *
     * @param recoveryCodes new ones, which are shown once; none if the server makes none
     */
    record Confirmed(List<String> recoveryCodes, SignInResult.AfterFlow signIn)
            implements TotpEnrolmentResult {

        /** Hides the codes. */
        @Override
        public String toString() {
            return "Confirmed";
        }
    }

    /** No app is half set up in this sign-in, or it is too old or was guessed at too often. */
    record NotStarted() implements TotpEnrolmentResult {}

    record CodeInvalid() implements TotpEnrolmentResult {}

    /** A directory has the user's authenticator app, and this server may only read it. */
    record ReadOnly() implements TotpEnrolmentResult {}

    /** The sign-in does not wait for an app. */
    record NotPending() implements TotpEnrolmentResult {}

    /**
     * The challenge asks for a factor that the user has: the password alone must not replace it.
     */
    record FactorDue() implements TotpEnrolmentResult {}

    /**
     * The challenge is unknown, taken or too old, the account has changed, or the user has got a
     * factor otherwise.
     */
    record ChallengeExpired() implements TotpEnrolmentResult {}
}
