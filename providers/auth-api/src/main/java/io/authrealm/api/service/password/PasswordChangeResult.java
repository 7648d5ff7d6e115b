package io.authrealm.api.service.password;

/** How a change of password ends. */
public sealed interface PasswordChangeResult {

    record Changed() implements PasswordChangeResult {}

    record WrongCurrentPassword() implements PasswordChangeResult {}

    /** Too many wrong passwords, here or at a sign-in; nothing was looked at. */
    record Locked(int retryAfterSeconds) implements PasswordChangeResult {}

    /** The user has had the share of requests that guess a secret or send a message. */
    record Limited(int retryAfterSeconds) implements PasswordChangeResult {}

    /** Too many attempts on this account are waiting already. */
    record Busy(int retryAfterSeconds) implements PasswordChangeResult {}

    /** The realm's password policy refuses it. */
    record Refused(PasswordRefusal refusal) implements PasswordChangeResult {}

    /** The server computes too many password hashes already; nothing was changed. */
    record Overloaded(int retryAfterSeconds) implements PasswordChangeResult {}

    /** The password belongs to a directory that this server may only read. */
    record ReadOnly() implements PasswordChangeResult {}
}
