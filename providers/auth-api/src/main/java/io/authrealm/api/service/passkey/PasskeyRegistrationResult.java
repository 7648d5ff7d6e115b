package io.authrealm.api.service.passkey;

/** How the registration of a key ends. */
public sealed interface PasskeyRegistrationResult {

    record Registered() implements PasskeyRegistrationResult {}

    /** The ceremony is unknown, used or too old. */
    record SessionExpired() implements PasskeyRegistrationResult {}

    /** The ceremony belongs to another session, or is for something else. */
    record SessionMismatch() implements PasskeyRegistrationResult {}

    /** What the browser has made is not valid, or the realm's policy refuses it. */
    record AttestationInvalid() implements PasskeyRegistrationResult {}

    /** The user has this key already. */
    record AlreadyRegistered() implements PasskeyRegistrationResult {}

    /** The user has as many keys as one may have. */
    record TooMany() implements PasskeyRegistrationResult {}

    /** The session has to prove a second factor first, or it has ended. */
    record StepUpRequired() implements PasskeyRegistrationResult {}

    /** The tenant has switched passkeys off since the ceremony began. */
    record MethodDisabled() implements PasskeyRegistrationResult {}
}
