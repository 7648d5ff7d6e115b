package io.authrealm.api.http;

/**
 * What an endpoint answers, before it becomes a response.
 *
 * @param status the HTTP status
 * @param body written as JSON; null if the answer has no body
 * @param retryAfterSeconds value of {@code Retry-After}; zero if the answer has none
 */
public record Answer(int status, Object body, int retryAfterSeconds) {

    public static Answer of(int status, Object body) {
        return new Answer(status, body, 0);
    }

    public static Answer ok(Object body) {
        return of(200, body);
    }
}
