package io.authrealm.api.service.parent;

import io.authrealm.api.service.admission.Denial;

/** How a sign-in of a parent or a child ends. */
public sealed interface ParentSignInResult {

    /**
     * @param secret with which the apps of a parent verify tokens; null of a child, and if they use
     *     the public keys of the realm
     */
    record SignedIn(ParentAccount account, String token, String secret)
            implements ParentSignInResult {

        /** Hides the token and the secret. */
        @Override
        public String toString() {
            return "SignedIn";
        }
    }

    /** Nobody comes in by this public key now. */
    record Shut(Closure why) implements ParentSignInResult {}

    /** Everything was right, and the user may not come in this way. */
    record NotAdmitted(Denial why) implements ParentSignInResult {}

    record InvalidCredentials() implements ParentSignInResult {}

    /** There is no such account, in a tenant whose clients learn that. */
    record UnknownUser() implements ParentSignInResult {}

    /** Everything was right, and the user has as many sessions as the tenant allows. */
    record TooManySessions() implements ParentSignInResult {}

    record AccountInactive() implements ParentSignInResult {}

    /** Too many failures; nothing was looked at. */
    record AccountLocked(int retryAfterSeconds) implements ParentSignInResult {}

    record EmailNotVerified() implements ParentSignInResult {}

    /** A second factor is due, and clients of this kind have no way to ask for it. */
    record SecondFactorRequired() implements ParentSignInResult {}

    /** The account has to be set up further, on a page. */
    record ActionRequired() implements ParentSignInResult {}

    /** Too many sign-ins with the address. */
    record Limited(int retryAfterSeconds) implements ParentSignInResult {}

    /** The server computes too many password hashes already; no password was looked at. */
    record Overloaded(int retryAfterSeconds) implements ParentSignInResult {}
}
