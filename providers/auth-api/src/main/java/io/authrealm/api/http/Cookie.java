package io.authrealm.api.http;

import java.time.Duration;

/**
 * A cookie of an answer. It goes to all paths of the host that has set it, and to no other host.
 *
 * @param value of characters that need no quotes
 * @param lifetime zero makes the browser forget the cookie
 * @param sameSite which requests of pages of other sites carry it
 * @param isForScripts whether scripts of a page may read it
 */
public record Cookie(
        String name, String value, Duration lifetime, SameSite sameSite, boolean isForScripts) {

    /** Which requests of pages of other sites carry a cookie. */
    public enum SameSite {
        /** Only those that open a page. */
        LAX("Lax"),
        /** None. */
        STRICT("Strict");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }
    }

    /** A cookie with a secret, which no script may read. */
    public static Cookie ofSecret(String name, String value, Duration lifetime) {
        return new Cookie(name, value, lifetime, SameSite.LAX, false);
    }

    /** Makes the browser forget a cookie with a secret. */
    public static Cookie forgotten(String name) {
        return ofSecret(name, "", Duration.ZERO);
    }

    /**
     * The value of the header {@code Set-Cookie}.
     *
     * @param isSecure whether browsers reach the server by HTTPS; they then never send the cookie
     *     without it
     */
    String header(boolean isSecure) {
        return name
                + '='
                + value
                + "; Path=/; Max-Age="
                + lifetime.toSeconds()
                + "; SameSite="
                + sameSite.text
                + (isForScripts ? "" : "; HttpOnly")
                + (isSecure ? "; Secure" : "");
    }

    @Override
    public String toString() {
        return "Cookie " + name;
    }
}
