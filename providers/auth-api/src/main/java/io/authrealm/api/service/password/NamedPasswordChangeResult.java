package io.authrealm.api.service.password;

/** How a change of password ends whose client names the account. */
public sealed interface NamedPasswordChangeResult {

    /** The account is the caller's, and the passwords are two. */
    record Tried(PasswordReplaceResult result) implements NamedPasswordChangeResult {}

    /** The address is not the caller's. */
    record NotOwn() implements NamedPasswordChangeResult {}

    /** A password should be encrypted, but not with the tenant's key. */
    record PasswordUnreadable() implements NamedPasswordChangeResult {}

    /** The client has sent the same password twice; nothing was looked at. */
    record SamePassword() implements NamedPasswordChangeResult {}
}
