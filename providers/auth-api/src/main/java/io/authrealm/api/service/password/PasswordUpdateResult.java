package io.authrealm.api.service.password;

/** How an update ends. */
public sealed interface PasswordUpdateResult {

    /** Stored; that the user has to choose a password is done with. */
    record Stored() implements PasswordUpdateResult {}

    /** The server computes too many password hashes already; nothing was changed. */
    record Overloaded(int retryAfterSeconds) implements PasswordUpdateResult {}

    /** The password belongs to a directory that this server may only read. */
    record ReadOnly() implements PasswordUpdateResult {}
}
