package io.authrealm.api.service.link;

/** How following a link ends that proves an address. */
public sealed interface VerificationLinkResult {

    /**
     * @param isPasswordKept false if somebody else may have chosen the password; it has ended then
     */
    record Verified(String email, boolean isPasswordKept) implements VerificationLinkResult {}

    /** The address was verified in another way since the link was mailed. */
    record VerifiedBefore(String email) implements VerificationLinkResult {}

    /** No link has the token, or the account has changed since. */
    record LinkInvalid() implements VerificationLinkResult {}

    record LinkUsed() implements VerificationLinkResult {}

    record LinkExpired() implements VerificationLinkResult {}

    /** The account belongs to a directory that this server may only read; nothing was changed. */
    record ReadOnly() implements VerificationLinkResult {}
}
