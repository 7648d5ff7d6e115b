package io.authrealm.core.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Translates the hash of a user of Okta's import into one of the encoded strings that {@link
 * io.authrealm.core.hash.HashFormats} reads. That class checks its costs and lengths.
 */
final class OktaHash {

    private static final int MAX_COST = 31;

    private OktaHash() {}

    /** Returns the encoded string; empty if the description is incomplete. */
    static Optional<String> encode(Map<?, ?> hash) {
        String value = text(hash.get("value"));
        if (value == null) {
            return Optional.empty();
        }
        return switch (String.valueOf(hash.get("algorithm"))) {
            case "BCRYPT" -> bcrypt(hash, value);
            case "SHA-512" -> digest("sha512", hash, value);
            case "SHA-256" -> digest("sha256", hash, value);
            case "SHA-1" -> digest("sha1", hash, value);
            case "MD5" -> digest("md5", hash, value);
            case "PBKDF2" -> pbkdf2(hash, value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> bcrypt(Map<?, ?> hash, String value) {
        String salt = text(hash.get("salt"));
        return hash.get("workFactor") instanceof Integer cost
                        && cost > 0
                        && cost <= MAX_COST
                        && salt != null
                ? Optional.of("$2a$%02d$%s%s".formatted(cost, salt, value))
                : Optional.empty();
    }

    private static Optional<String> digest(String digest, Map<?, ?> hash, String value) {
        String salt = text(hash.get("salt"));
        if (salt == null) {
            return Optional.of("$" + digest + "$" + value);
        }
        String template =
                switch (String.valueOf(hash.get("saltOrder"))) {
                    case "PREFIX" -> "{SALT}{PASSWORD}";
                    case "POSTFIX" -> "{PASSWORD}{SALT}";
                    default -> null;
                };
        return Optional.ofNullable(template)
                .map(text -> Base64.getEncoder().encodeToString(text.getBytes(UTF_8)))
                .map(text -> "$" + digest + "$pf=" + text + "$" + salt + "$" + value);
    }

    private static Optional<String> pbkdf2(Map<?, ?> hash, String value) {
        String digest =
                switch (String.valueOf(hash.get("digestAlgorithm"))) {
                    case "SHA256_HMAC" -> "sha256";
                    case "SHA512_HMAC" -> "sha512";
                    default -> null;
                };
        String salt = text(hash.get("salt"));
        return digest != null && salt != null && hash.get("iterationCount") instanceof Integer count
                ? Optional.of("$pbkdf2-" + digest + "$i=" + count + "$" + salt + "$" + value)
                : Optional.empty();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
