package io.authrealm.api.service.users;

/** How an admin's removal of one second factor of a user ends. */
public sealed interface FactorResetResult {

    record Removed() implements FactorResetResult {}

    /** The user has no second factor with this id. */
    record NotFound() implements FactorResetResult {}

    /** A directory has it, and this server may only read it. */
    record ReadOnly() implements FactorResetResult {}
}
