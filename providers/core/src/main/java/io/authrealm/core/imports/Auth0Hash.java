package io.authrealm.core.imports;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates the member {@code custom_password_hash} of Auth0's bulk import into one of the encoded
 * strings that {@link io.authrealm.core.hash.HashFormats} reads. That class checks its costs and
 * lengths.
 */
final class Auth0Hash {

    /** Node's default, which Auth0 uses if the file has none. */
    private static final int DEFAULT_COST = 16384;

    private static final int DEFAULT_BLOCK_SIZE = 8;
    private static final int DEFAULT_PARALLELIZATION = 1;

    private static final Set<String> HMACS =
            Set.of("md5", "sha1", "sha224", "sha256", "sha384", "sha512");

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private Auth0Hash() {}

    /**
     * Returns the encoded string. It is empty if the description is incomplete, or if no encoded
     * string can represent the hash, as with RIPEMD and Whirlpool.
     */
    static Optional<String> encode(Map<?, ?> description) {
        Map<?, ?> hash = object(description.get("hash"));
        Map<?, ?> salt = object(description.get("salt"));
        String value = text(hash.get("value"));
        String algorithm = text(description.get("algorithm"));
        boolean isHmac = "hmac".equals(algorithm);
        if (value == null
                || algorithm == null
                || (hash.get("digest") != null && !isHmac)
                || (hash.get("key") != null && !isHmac)) {
            return Optional.empty();
        }
        Optional<String> encoded =
                switch (algorithm) {
                    case "bcrypt" -> complete("$2", value, hash, salt);
                    case "argon2" -> complete("$argon2", value, hash, salt);
                    case "pbkdf2" -> complete("$pbkdf2", value, hash, salt);
                    case "ldap" -> complete("{", value, hash, salt);
                    case "md4", "md5", "sha1", "sha256", "sha512" -> digest(algorithm, hash, salt);
                    case "hmac" -> hmac(hash, salt);
                    case "scrypt" -> scrypt(description, hash, salt);
                    default -> Optional.empty();
                };
        return encoded.flatMap(
                text -> converted(encoding(object(description.get("password"))), text));
    }

    /**
     * The hash of a password that was turned into bytes in this way, which Auth0 names as Node
     * does.
     */
    private static Optional<String> converted(String encoding, String encoded) {
        return switch (encoding) {
            case "utf8" -> Optional.of(encoded);
            case "utf16le", "ucs2" -> Optional.of("$pre$utf16le$" + encoded);
            case "latin1", "binary", "ascii" -> Optional.of("$pre$latin1$" + encoded);
            default -> Optional.empty();
        };
    }

    /** A value that contains its salt and its costs. */
    private static Optional<String> complete(
            String prefix, String value, Map<?, ?> hash, Map<?, ?> salt) {
        return salt.isEmpty() && encoding(hash).equals("utf8") && value.startsWith(prefix)
                ? Optional.of(value)
                : Optional.empty();
    }

    private static Optional<String> digest(String algorithm, Map<?, ?> hash, Map<?, ?> salt) {
        return salted(salt)
                .flatMap(
                        fields ->
                                binary(hash)
                                        .map(BASE64::encodeToString)
                                        .map(text -> "$" + algorithm + "$" + fields + text));
    }

    private static Optional<String> hmac(Map<?, ?> hash, Map<?, ?> salt) {
        String digest = text(hash.get("digest"));
        if (digest == null || !HMACS.contains(digest)) {
            return Optional.empty();
        }
        Optional<String> key = bytes(object(hash.get("key"))).map(BASE64::encodeToString);
        return salted(salt)
                .flatMap(fields -> binary(hash).map(BASE64::encodeToString).map(fields::concat))
                .flatMap(fields -> key.map(text -> fields + "$" + text))
                .map(fields -> "$hmac-" + digest + "$" + fields);
    }

    /** The fields that name the salt, with a separator behind them; empty if it is malformed. */
    private static Optional<String> salted(Map<?, ?> salt) {
        if (salt.isEmpty()) {
            return Optional.of("");
        }
        String template =
                switch (String.valueOf(salt.get("position"))) {
                    case "prefix" -> "{SALT}{PASSWORD}";
                    case "suffix" -> "{PASSWORD}{SALT}";
                    default -> null;
                };
        if (template == null) {
            return Optional.empty();
        }
        String encoded = BASE64.encodeToString(template.getBytes(StandardCharsets.US_ASCII));
        return bytes(salt)
                .map(BASE64::encodeToString)
                .map(text -> "pf=" + encoded + "$" + text + "$");
    }

    private static Optional<String> scrypt(Map<?, ?> description, Map<?, ?> hash, Map<?, ?> salt) {
        Optional<byte[]> key = binary(hash);
        Optional<byte[]> saltBytes = bytes(salt);
        int cost = number(description.get("cost"), DEFAULT_COST);
        int blockSize = number(description.get("blockSize"), DEFAULT_BLOCK_SIZE);
        int parallelization = number(description.get("parallelization"), DEFAULT_PARALLELIZATION);
        if (key.isEmpty()
                || saltBytes.isEmpty()
                || cost < 2
                || Integer.bitCount(cost) != 1
                || blockSize < 1
                || parallelization < 1
                || number(description.get("keylen"), key.get().length) != key.get().length) {
            return Optional.empty();
        }
        return Optional.of(
                "$scrypt$ln="
                        + Integer.numberOfTrailingZeros(cost)
                        + ",r="
                        + blockSize
                        + ",p="
                        + parallelization
                        + "$"
                        + BASE64.encodeToString(saltBytes.get())
                        + "$"
                        + BASE64.encodeToString(key.get()));
    }

    /** The bytes of a hash, whose encoding has to be an encoding of bytes. */
    private static Optional<byte[]> binary(Map<?, ?> hash) {
        return encoding(hash).equals("utf8") ? Optional.empty() : bytes(hash);
    }

    private static Optional<byte[]> bytes(Map<?, ?> encoded) {
        String value = text(encoded.get("value"));
        if (value == null) {
            return Optional.empty();
        }
        try {
            return switch (encoding(encoded)) {
                case "utf8" -> Optional.of(value.getBytes(StandardCharsets.UTF_8));
                case "hex" -> Optional.of(HexFormat.of().parseHex(value));
                case "base64" -> Optional.of(Base64.getDecoder().decode(value));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String encoding(Map<?, ?> encoded) {
        Object encoding = encoded.get("encoding");
        return encoding == null ? "utf8" : encoding.toString();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> object ? object : Map.of();
    }

    /** Zero if it is not a whole number. */
    private static int number(@Nullable Object value, int absent) {
        if (value == null) {
            return absent;
        }
        return value instanceof Integer number ? number : 0;
    }
}
