package io.authrealm.api.service.imports;

/** Whether there is an import. */
public sealed interface ImportFindResult {

    record Found(ImportProgress progress) implements ImportFindResult {}

    record Unknown() implements ImportFindResult {}
}
