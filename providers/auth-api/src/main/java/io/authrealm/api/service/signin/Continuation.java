package io.authrealm.api.service.signin;

/**
 * How a browser goes on with a sign-in.
 *
 * @param url the page; a secret that works once
 * @param seconds for which it works
 */
public record Continuation(String url, int seconds) {

    /** The URL is a secret. */
    @Override
    public String toString() {
        return "Continuation";
    }
}
