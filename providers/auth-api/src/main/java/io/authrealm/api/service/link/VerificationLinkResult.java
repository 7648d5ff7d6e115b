package io.authrealm.api.service.link;

/** How following a link ends that proves an address. */
public sealed interface VerificationLinkResult {

    record Verified(String email) implements VerificationLinkResult {}

    record LinkInvalid() implements VerificationLinkResult {}

    record LinkUsed() implements VerificationLinkResult {}

    record LinkExpired() implements VerificationLinkResult {}

    /** The account belongs to a directory that this server may only read. */
    record ReadOnly() implements VerificationLinkResult {}
}
