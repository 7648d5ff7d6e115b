package io.authrealm.api.service.parent;

import io.authrealm.api.service.admission.Denial;

/** How a request for a mail with a link ends. Only a strict tenant tells about the account. */
public sealed interface ParentMailResult {

    /** The mail is on its way if the address has an account that gets one. */
    record Accepted() implements ParentMailResult {}

    /** Nobody comes in by this public key now. */
    record Shut(Closure why) implements ParentMailResult {}

    /** The key does not go with the account. */
    record NotAdmitted(Denial why) implements ParentMailResult {}

    record UnknownUser() implements ParentMailResult {}

    record AccountInactive() implements ParentMailResult {}

    record AccountLocked(int retryAfterSeconds) implements ParentMailResult {}

    record EmailNotVerified() implements ParentMailResult {}

    record VerifiedAlready() implements ParentMailResult {}

    /** The page for the link is of a site that the tenant does not know. */
    record ForeignPage() implements ParentMailResult {}

    /** A mail to the address was requested a moment ago. */
    record Limited(int retryAfterSeconds) implements ParentMailResult {}

    /** Too many messages are waiting to be sent already. */
    record Busy(int retryAfterSeconds) implements ParentMailResult {}
}
