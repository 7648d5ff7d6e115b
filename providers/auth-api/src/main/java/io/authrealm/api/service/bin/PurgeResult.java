package io.authrealm.api.service.bin;

/** How purging a user ends. */
public sealed interface PurgeResult {

    record Purged() implements PurgeResult {}

    record NotDeleted() implements PurgeResult {}

    /**
     * The user comes from a directory that this server cannot write to now, and would come again.
     */
    record ManagedElsewhere() implements PurgeResult {}
}
