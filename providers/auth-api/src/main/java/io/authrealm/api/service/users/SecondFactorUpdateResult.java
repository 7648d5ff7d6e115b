package io.authrealm.api.service.users;

/** How an admin's change of what a user signs in with ends. */
public sealed interface SecondFactorUpdateResult {

    record Updated() implements SecondFactorUpdateResult {}

    /** The user belongs to a directory that this server may only read; nothing was changed. */
    record ReadOnly() implements SecondFactorUpdateResult {}
}
