package io.authrealm.api.http;

import io.authrealm.core.json.InputError;

/** How a dialect words the refusals of the checks that every endpoint shares. */
public interface Refusals {

    /** How the dialect writes its answers and reads bodies. */
    Wire wire();

    /** No such route, or a realm that is closed, has not opted in, or does not exist. */
    Answer notFound();

    /** Plain HTTP, although the realm requires TLS. */
    Answer httpsRequired();

    /** A limit was reached; the next permit comes in {@code retryAfterSeconds}. */
    Answer rateLimited(int retryAfterSeconds);

    /** The body is malformed or breaks rules. */
    Answer badInput(InputError error);

    /** The body does not arrive in time. */
    Answer bodyTooSlow();

    /** No Bearer token, or one that is not good for this tenant now. */
    Answer unauthorized();

    /** A Bearer token that is genuine, but whose session has ended. */
    default Answer sessionEnded() {
        return unauthorized();
    }

    /**
     * An API key that is unknown, revoked, of another tenant, or whose maker is no admin any more.
     */
    default Answer keyInvalid() {
        return unauthorized();
    }

    /** An API key whose time is over. */
    default Answer keyExpired() {
        return keyInvalid();
    }

    /** A Bearer token whose request names no tenant, although {@link Wire} requires it. */
    default Answer tenantUnnamed() {
        return unauthorized();
    }

    /** A Bearer token whose request names another tenant, although {@link Wire} wants its own. */
    default Answer tenantMismatch() {
        return unauthorized();
    }

    /** A page that may not use the browser's cookies here has sent the request. */
    Answer forged();

    /** The server cannot do this now; the client may try again in {@code retryAfterSeconds}. */
    Answer unavailable(int retryAfterSeconds);

    /** Another request has changed the same data. */
    Answer crossed();

    /** A bug or broken infrastructure. The log has it under the request id. */
    Answer internal();
}
