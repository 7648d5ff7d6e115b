package io.authrealm.api.service.parent;

import io.authrealm.api.service.link.VerificationLinkResult;

/** How a request to verify an address by a link ends. */
public sealed interface ConfirmationResult {

    /** The link was looked at. */
    record Followed(VerificationLinkResult result) implements ConfirmationResult {}

    /** A link of the same account was followed a moment ago. */
    record Limited(int retryAfterSeconds) implements ConfirmationResult {}
}
