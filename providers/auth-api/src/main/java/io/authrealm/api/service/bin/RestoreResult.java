package io.authrealm.api.service.bin;

import io.authrealm.api.service.profile.Profile;

/** How restoring a user ends. */
public sealed interface RestoreResult {

    /** The user as a new request would find them. */
    record Restored(Profile profile) implements RestoreResult {}

    record NotDeleted() implements RestoreResult {}

    /** Another user has the address: the realm once allowed two users with one address. */
    record EmailTaken() implements RestoreResult {}
}
