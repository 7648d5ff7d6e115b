package io.authrealm.api.service.profile;

/** How a change of the own profile ends. */
public sealed interface ProfileChangeResult {

    /** The profile as a new request would find it. */
    record Changed(Profile profile) implements ProfileChangeResult {}

    /** The user belongs to a directory that this server may only read; nothing was changed. */
    record ReadOnly() implements ProfileChangeResult {}
}
