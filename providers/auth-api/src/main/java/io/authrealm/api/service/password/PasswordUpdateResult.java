package io.authrealm.api.service.password;

/** How an update ends. */
public sealed interface PasswordUpdateResult {

    /** Stored. The user need not choose a password any more. */
    record Stored() implements PasswordUpdateResult {}

    /** The server computes too many password hashes already; nothing was changed. */
    record Overloaded(int retryAfterSeconds) implements PasswordUpdateResult {}

    /** The password belongs to a directory that this server may only read. */
    record ReadOnly() implements PasswordUpdateResult {}
}
