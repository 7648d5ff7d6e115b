package io.authrealm.api.service.passkey;

import io.authrealm.api.service.factor.SecondFactor;

/** How the registration of a key ends. */
public sealed interface PasskeyRegistrationResult {

    record Registered(SecondFactor factor) implements PasskeyRegistrationResult {}

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
