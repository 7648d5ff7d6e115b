package io.authrealm.api.service.signin;

import java.net.URI;

/** How opening the page ends by which a browser goes on with a sign-in. */
public sealed interface ContinuationResult {

    /** The browser has the sign-in, and goes on there. */
    record GoOn(URI page) implements ContinuationResult {}

    /**
     * The page is unknown, was opened or is too old, or the sign-in has gone on otherwise, or the
     * account has changed.
     */
    record Unknown() implements ContinuationResult {}
}
