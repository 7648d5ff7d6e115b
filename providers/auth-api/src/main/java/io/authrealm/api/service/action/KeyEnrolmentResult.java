package io.authrealm.api.service.action;

import io.authrealm.api.service.passkey.PasskeyBeginResult;
import io.authrealm.api.service.passkey.PasskeyRegistrationResult;
import io.authrealm.api.service.signin.SignInResult;

/** How adding a key on the way in ends. */
public sealed interface KeyEnrolmentResult {

    /** The sign-in waits for the key. */
    record Begun(PasskeyBeginResult.Begun ceremony) implements KeyEnrolmentResult {}

    record NotBegun(PasskeyBeginResult.NotBegun reason) implements KeyEnrolmentResult {}

    /** The key is the user's, and the sign-in went on. */
    record Registered(SignInResult.AfterFlow signIn) implements KeyEnrolmentResult {}

    record NotRegistered(PasskeyRegistrationResult.NotRegistered reason)
            implements KeyEnrolmentResult {}

    /** The sign-in does not wait for such a key. */
    record NotPending() implements KeyEnrolmentResult {}

    /**
     * The challenge is unknown, taken, too old or for something else, the account has changed, or
     * the user has a factor that was not used in this sign-in.
     */
    record ChallengeExpired() implements KeyEnrolmentResult {}
}
