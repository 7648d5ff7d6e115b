package io.authrealm.api.http;

import io.authrealm.core.json.InputError;

/** How a dialect says what the checks before every endpoint refuse. */
public interface Refusals {

    /** No such route, or a realm that is closed, has not opted in, or does not exist. */
    Answer notFound();

    /** Plain HTTP where the realm requires TLS. */
    Answer httpsRequired();

    /** A limit was reached; there is a token again in {@code retryAfterSeconds}. */
    Answer rateLimited(int retryAfterSeconds);

    /** The body is malformed or breaks rules. */
    Answer badInput(InputError error);

    /** The body does not come within the time that it may take. */
    Answer bodyTooSlow();

    /** No Bearer token, or one that is not good here and now. */
    Answer unauthorized();

    /** The server cannot do it now, and perhaps can in {@code retryAfterSeconds}. */
    Answer unavailable(int retryAfterSeconds);

    /** Another request was in the way. */
    Answer crossed();

    /** Something broke; it is in the log under the request id. */
    Answer internal();
}
