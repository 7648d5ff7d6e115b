package io.authrealm.api.service.passkey;

import io.authrealm.api.service.factor.SecondFactor;
import java.util.List;

/** How the registration of a key ends. */
public sealed interface PasskeyRegistrationResult {

    /**
     * @param recoveryCodes new ones, which are shown once; none if the client does not show any, if
     *     the user has some, or if the server makes none
     */
    record Registered(SecondFactor factor, List<String> recoveryCodes)
            implements PasskeyRegistrationResult {

        /** Hides the codes. */
        @Override
        public String toString() {
            return "Registered";
        }
    }

    /**
     * The session has to prove a second factor first, or it has ended. For a sign-in: the user has
     * got another factor, or the account has changed.
     */
    record StepUpRequired() implements PasskeyRegistrationResult {}

    /** No key was registered, whatever the user has proved. */
    sealed interface NotRegistered extends PasskeyRegistrationResult {}

    /** The ceremony is unknown, used or too old. */
    record SessionExpired() implements NotRegistered {}

    /** The ceremony belongs to another session or sign-in, or is for something else. */
    record SessionMismatch() implements NotRegistered {}

    /** What the browser has made is not valid, or the realm's policy refuses it. */
    record AttestationInvalid() implements NotRegistered {}

    /** The user has this key already. */
    record AlreadyRegistered() implements NotRegistered {}

    /** The user has as many keys as one may have. */
    record TooMany() implements NotRegistered {}

    /** The tenant has switched passkeys off since the ceremony began. */
    record MethodDisabled() implements NotRegistered {}
}
