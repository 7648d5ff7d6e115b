package io.authrealm.api.service.session;

import io.authrealm.core.text.Sha256;
import io.authrealm.core.text.UuidSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.common.util.SecretGenerator;

/**
 * What a browser keeps of its session. It names the realm, because a request at the origin root
 * names none, and the session. The secret proves that the browser was given it.
 *
 * @param secret 256 bits in base64url
 */
public record HostedCookie(String realmId, String sessionId, String secret) {

    private static final int SECRET_BYTES = 32;

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<realm>[A-Za-z0-9_-]{1,60})\\.(?<session>[0-9a-f-]{36})\\.(?<secret>[A-Za-z0-9_-]{43})");

    /** A new one for the session. */
    static HostedCookie of(String realmId, String sessionId) {
        return new HostedCookie(
                realmId,
                sessionId,
                encoded(SecretGenerator.getInstance().randomBytes(SECRET_BYTES)));
    }

    /** Reads what a browser has sent; nothing if it has another form. */
    static Optional<HostedCookie> parse(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches() || !UuidSyntax.isValid(matcher.group("session"))) {
            return Optional.empty();
        }
        return decoded(matcher.group("realm"))
                .map(
                        realm ->
                                new HostedCookie(
                                        realm, matcher.group("session"), matcher.group("secret")));
    }

    /** The value of the cookie. The id of a realm may have characters that a cookie may not. */
    public String value() {
        return encoded(realmId.getBytes(StandardCharsets.UTF_8)) + '.' + sessionId + '.' + secret;
    }

    /** What the session keeps of the secret. */
    String hash() {
        return Sha256.base64Url(secret);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "HostedCookie";
    }
}
