package io.authrealm.api.service.verification;

/** How following a link that verifies an address ends. */
public sealed interface AddressLinkResult {

    record Verified() implements AddressLinkResult {}

    /** By this link, or in another way since it was mailed. */
    record VerifiedBefore() implements AddressLinkResult {}

    /** No link has the token, or the account has changed since. */
    record LinkInvalid() implements AddressLinkResult {}

    record LinkExpired() implements AddressLinkResult {}

    /** The account is in a read-only directory; nothing was changed. */
    record ReadOnly() implements AddressLinkResult {}
}
