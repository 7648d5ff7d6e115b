package io.authrealm.api.service.passkey;

import io.authrealm.api.service.signin.SignInResult;

/** How the second request of a sign-in with a passkey ends. */
public sealed interface PasskeySignInResult {

    /** The signature was right; whether that signs the user in is the flow's to say. */
    record Followed(SignInResult signIn) implements PasskeySignInResult {}

    /** The ceremony is unknown, used or too old. */
    record SessionExpired() implements PasskeySignInResult {}

    /** The ceremony is for something else. */
    record SessionInvalid() implements PasskeySignInResult {}

    /** No such user or key, or a wrong signature: the client never learns which. */
    record Rejected() implements PasskeySignInResult {}

    /** The tenant has switched passkeys off. */
    record MethodDisabled() implements PasskeySignInResult {}
}
