package io.authrealm.api.service.imports;

/** What sending content leads to. */
public sealed interface ImportFeedResult {

    /** The import has taken all of the content, or as much as {@code progress} says. */
    record Advanced(ImportProgress progress) implements ImportFeedResult {}

    /** The content is not what the import expects next; nothing was read. */
    record Elsewhere(ImportProgress progress) implements ImportFeedResult {}

    /** Another import of the tenant is at work. */
    record Running(int retryAfterSeconds) implements ImportFeedResult {}

    /** The node has enough imports at work. */
    record Busy(int retryAfterSeconds) implements ImportFeedResult {}

    record Unknown() implements ImportFeedResult {}
}
