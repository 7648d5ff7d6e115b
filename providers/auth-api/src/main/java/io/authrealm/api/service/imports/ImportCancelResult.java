package io.authrealm.api.service.imports;

/** How cancelling an import ends. */
public sealed interface ImportCancelResult {

    /** The import takes no more of its file; it may have ended before. */
    record Ended() implements ImportCancelResult {}

    record Unknown() implements ImportCancelResult {}
}
