package io.authrealm.api.service.password;

/** How a change of password ends. */
public sealed interface PasswordChangeResult extends PasswordReplaceResult {

    record Changed() implements PasswordChangeResult {}

    record WrongCurrentPassword() implements PasswordChangeResult {}

    /** Too many wrong passwords, here or at a sign-in; nothing was looked at. */
    record Locked(int retryAfterSeconds) implements PasswordChangeResult {}

    /** The user may not guess a secret or have a message sent again so soon. */
    record Limited(int retryAfterSeconds) implements PasswordChangeResult {}

    /** Too many attempts on this account are waiting already. */
    record Busy(int retryAfterSeconds) implements PasswordChangeResult {}

    /** It is too short or too long, or the realm's password policy refuses it. */
    record Refused(PasswordRefusal refusal) implements PasswordChangeResult {}

    /** The server computes too many password hashes already; nothing was changed. */
    record Overloaded(int retryAfterSeconds) implements PasswordChangeResult {}

    /** The password belongs to a directory that this server may only read. */
    record ReadOnly() implements PasswordChangeResult {}
}
