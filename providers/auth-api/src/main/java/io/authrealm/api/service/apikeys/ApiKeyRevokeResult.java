package io.authrealm.api.service.apikeys;

/** The outcome of revoking an API key. */
public sealed interface ApiKeyRevokeResult {

    /** The key, and those that were made by it, are worth nothing from now on. */
    record Revoked() implements ApiKeyRevokeResult {}

    /** The tenant has no such key, or it was revoked before. */
    record NotFound() implements ApiKeyRevokeResult {}
}
