package io.authrealm.api.service.apikeys;

/** The outcome of looking for an API key. */
public sealed interface ApiKeyFindResult {

    record Found(ApiKey key) implements ApiKeyFindResult {}

    /** The tenant has no such key. */
    record NotFound() implements ApiKeyFindResult {}
}
