package io.authrealm.api.service.password;

/** How a change of password ends for a client that sets no first one. */
public sealed interface PasswordReplaceResult
        permits PasswordChangeResult, PasswordReplaceResult.NoPassword {

    /** The user signs in otherwise. */
    record NoPassword() implements PasswordReplaceResult {}
}
