package io.authrealm.api.service.imports;

/** What beginning an import leads to. */
public sealed interface ImportStartResult {

    /**
     * @param isNew false if the same request was made before
     */
    record Started(ImportProgress progress, boolean isNew) implements ImportStartResult {}

    /** The key was used for another request. */
    record OtherRequest() implements ImportStartResult {}
}
