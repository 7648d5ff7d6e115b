package io.authrealm.api.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/**
 * What an endpoint answers, before it becomes a response.
 *
 * @param status the HTTP status
 * @param body written as JSON; null if the answer has no body
 * @param headers those that only this answer has; {@link ResponseHeaders} has the others
 * @param cookies those that the browser keeps from now on, or forgets
 */
public record Answer(int status, Object body, List<Header> headers, List<Cookie> cookies) {

    /** A header of a response; a name may occur several times. */
    public record Header(String name, String value) {}

    public static Answer of(int status, Object body) {
        return new Answer(status, body, List.of(), List.of());
    }

    public static Answer ok(Object body) {
        return of(200, body);
    }

    /**
     * The same answer with the time after which the client may try again.
     *
     * @param seconds zero if the answer names none
     */
    public Answer retryAfter(int seconds) {
        return seconds <= 0 ? this : with(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
    }

    /** Whether this answer has a header of that name by itself. */
    boolean has(String name) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    /** The same answer with another header. */
    public Answer with(String name, String value) {
        List<Header> all = new ArrayList<>(headers);
        all.add(new Header(name, value));
        return new Answer(status, body, List.copyOf(all), cookies);
    }

    /** The same answer with another cookie. */
    public Answer with(Cookie cookie) {
        List<Cookie> all = new ArrayList<>(cookies);
        all.add(cookie);
        return new Answer(status, body, headers, List.copyOf(all));
    }
}
