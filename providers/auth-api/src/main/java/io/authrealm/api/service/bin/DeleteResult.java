package io.authrealm.api.service.bin;

/** How deleting a user ends. */
public sealed interface DeleteResult {

    record Deleted() implements DeleteResult {}

    /** There is no such user any more, or they are deleted already. */
    record NotFound() implements DeleteResult {}

    /** The user is in a storage that this server looks into and keeps nothing of. */
    record ManagedElsewhere() implements DeleteResult {}

    /** The tenant would have no owner any more; nothing was changed. */
    record LastOwner() implements DeleteResult {}
}
