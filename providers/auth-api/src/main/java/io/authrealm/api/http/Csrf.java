package io.authrealm.api.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.keycloak.common.util.SecretGenerator;

/**
 * Tells the requests of the tenant's own pages from those that a page of another site makes a
 * browser send with its cookies. A page proves that it is the tenant's by its origin, and by a
 * token that the browser has as a cookie and the page repeats in a header. Only scripts of the host
 * that has set the cookie can read it.
 *
 * @param cookie has the token
 * @param header repeats the token
 */
public record Csrf(String cookie, String header) {

    private static final Duration LIFETIME = Duration.ofHours(12);

    private static final int TOKEN_BYTES = 32;

    /** At least 128 bits, also if it was set by another server. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{22,128}");

    /** Whether the page proves to be one of these origins. */
    boolean isProven(Call call, Set<String> origins) {
        Optional<String> token = token(call);
        String repeated = call.header(header);
        return isOfPage(call, origins)
                && token.isPresent()
                && repeated != null
                && MessageDigest.isEqual(bytes(token.get()), bytes(repeated));
    }

    /**
     * Whether the request names a page of none of these origins. A client that is no browser names
     * no page.
     */
    static boolean isOfForeignPage(Call call, Set<String> origins) {
        return origin(call).filter(origin -> !origins.contains(origin)).isPresent();
    }

    /** Whether the request names a page of one of these origins. */
    static boolean isOfPage(Call call, Set<String> origins) {
        return origin(call).filter(origins::contains).isPresent();
    }

    /** A new token for a browser that asks for something and has none. */
    Optional<Cookie> seed(Call call) {
        return call.isSafe() && token(call).isEmpty()
                ? Optional.of(
                        new Cookie(cookie, newToken(), LIFETIME, Cookie.SameSite.STRICT, true))
                : Optional.empty();
    }

    private Optional<String> token(Call call) {
        return call.cookie(cookie).filter(value -> TOKEN.matcher(value).matches());
    }

    /** Browsers name the origin of the page, or else the page. */
    private static Optional<String> origin(Call call) {
        return Optional.ofNullable(call.header("Origin"))
                .or(() -> Optional.ofNullable(call.header("Referer")).map(Csrf::originOf));
    }

    /** What is no address stands for a page of no known origin. */
    private static String originOf(String page) {
        try {
            URI uri = new URI(page);
            return uri.getScheme()
                    + "://"
                    + uri.getHost()
                    + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static String newToken() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(SecretGenerator.getInstance().randomBytes(TOKEN_BYTES));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
