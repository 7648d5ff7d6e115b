package io.authrealm.core.text;

import java.util.Base64;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code qk_}, eight characters by which it is found, a dot, and a secret
 * of 32 characters, which are 192 random bits.
 *
 * @param prefix everything before the dot
 * @param secret everything after it
 */
public record ApiKeyText(String prefix, String secret) {

    private static final String BEGINNING = "qk_";
    private static final int PREFIX_BYTES = 6;
    private static final int SECRET_BYTES = 24;

    private static final Pattern FORM =
            Pattern.compile("(qk_[A-Za-z0-9_-]{8})\\.([A-Za-z0-9_-]{32})");

    /** The key, or nothing if the text is none. */
    public static Optional<ApiKeyText> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new ApiKeyText(form.group(1), form.group(2)))
                : Optional.empty();
    }

    /**
     * A new key.
     *
     * @param randomBytes returns that many
     */
    public static ApiKeyText random(IntFunction<byte[]> randomBytes) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return new ApiKeyText(
                BEGINNING + base64.encodeToString(randomBytes.apply(PREFIX_BYTES)),
                base64.encodeToString(randomBytes.apply(SECRET_BYTES)));
    }

    /** What the client sends. */
    public String text() {
        return prefix + '.' + secret;
    }

    /** What is stored of it. So many random bits need no hash that is slow. */
    public String hash() {
        return Sha256.base64Url(text());
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return prefix;
    }
}
