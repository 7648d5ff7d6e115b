package io.authrealm.api.service.signup;

/** How the second request of a sign-up with a passkey ends. */
public sealed interface PasskeySignUpResult {

    /** The passkey was right; whether that made an account is the sign-up's to say. */
    record Followed(SignUpResult signUp) implements PasskeySignUpResult {}

    /** The ceremony is unknown, used or too old. */
    record SessionExpired() implements PasskeySignUpResult {}

    /** The ceremony is for something else. */
    record SessionInvalid() implements PasskeySignUpResult {}

    /** What the browser has made is not valid, or the realm's policy refuses it. */
    record AttestationInvalid() implements PasskeySignUpResult {}

    /** Passkeys are off, or the users of the realm are in a storage that gives them other ids. */
    record MethodDisabled() implements PasskeySignUpResult {}
}
