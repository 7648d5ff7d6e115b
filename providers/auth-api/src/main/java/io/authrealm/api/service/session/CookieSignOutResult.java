package io.authrealm.api.service.session;

/** How a sign-out by cookie ends. */
public sealed interface CookieSignOutResult {

    /** The session has ended now. */
    record SignedOut() implements CookieSignOutResult {}

    /** The cookie stands for no session, or for none that is alive. */
    record Unknown() implements CookieSignOutResult {}

    /** The request does not prove that one of the tenant's pages has sent it. */
    record Forged() implements CookieSignOutResult {}
}
