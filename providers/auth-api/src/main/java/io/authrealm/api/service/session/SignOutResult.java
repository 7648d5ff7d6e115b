package io.authrealm.api.service.session;

/** How a sign-out ends. */
public sealed interface SignOutResult {

    /** The session has ended, now or before. */
    record SignedOut() implements SignOutResult {}

    /** The token is not one of this tenant's. */
    record TokenInvalid() implements SignOutResult {}
}
