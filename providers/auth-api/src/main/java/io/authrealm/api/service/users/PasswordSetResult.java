package io.authrealm.api.service.users;

import io.authrealm.api.service.password.PasswordRefusal;

/** How setting a user's password ends. */
public sealed interface PasswordSetResult {

    /** Set; the user's sessions and the links in their mails are dead. */
    record Set() implements PasswordSetResult {}

    /** It is too short or too long, or the realm's password policy refuses it. */
    record Refused(PasswordRefusal refusal) implements PasswordSetResult {}

    /** The server computes too many password hashes already; nothing was changed. */
    record Overloaded(int retryAfterSeconds) implements PasswordSetResult {}

    /** The password belongs to a directory that this server may only read. */
    record ReadOnly() implements PasswordSetResult {}
}
