package io.authrealm.core.imports;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an authenticator app computes its codes from (RFC 6238).
 *
 * @param secret in Base32, without padding
 * @param digits 6 or 8
 * @param period in seconds
 * @param algorithm as Keycloak names it
 * @param label may be null
 */
public record TotpSecret(
        String secret, int digits, int period, String algorithm, @Nullable String label) {

    /** What apps take if a QR code says nothing else. */
    private static final int DEFAULT_DIGITS = 6;

    private static final int MANY_DIGITS = 8;
    private static final int DEFAULT_PERIOD = 30;
    private static final int MIN_PERIOD = 15;
    private static final int MAX_PERIOD = 120;
    private static final int MAX_LABEL = 255;

    /** 80 to 1024 bits. */
    private static final Pattern SECRET = Pattern.compile("[A-Z2-7]{16,205}");

    /** What may be between the groups of a secret that a person copied, and its padding. */
    private static final Pattern FORMATTING = Pattern.compile("[ -]|=+$");

    private static final Set<String> MEMBERS =
            Set.of("secret", "digits", "period", "algorithm", "label");

    /** Reads the object of a native row; empty if a member is not known or breaks a rule. */
    static Optional<TotpSecret> of(Map<?, ?> object) {
        if (!MEMBERS.containsAll(object.keySet())
                || !(object.get("secret") instanceof String given)) {
            return Optional.empty();
        }
        String secret = FORMATTING.matcher(given).replaceAll("").toUpperCase(Locale.ROOT);
        int digits = number(object.get("digits"), DEFAULT_DIGITS);
        int period = number(object.get("period"), DEFAULT_PERIOD);
        String algorithm = algorithm(object.get("algorithm"));
        Object label = object.get("label");
        if (algorithm == null) {
            return Optional.empty();
        }
        boolean isValid =
                SECRET.matcher(secret).matches()
                        && (digits == DEFAULT_DIGITS || digits == MANY_DIGITS)
                        && period >= MIN_PERIOD
                        && period <= MAX_PERIOD
                        && (label == null
                                || (label instanceof String text && text.length() <= MAX_LABEL));
        return isValid
                ? Optional.of(new TotpSecret(secret, digits, period, algorithm, (String) label))
                : Optional.empty();
    }

    /** Zero if it is not a whole number. */
    private static int number(@Nullable Object value, int absent) {
        if (value == null) {
            return absent;
        }
        return value instanceof Integer number ? number : 0;
    }

    private static @Nullable String algorithm(@Nullable Object name) {
        if (name == null) {
            return "HmacSHA1";
        }
        return switch (name.toString()) {
            case "SHA1" -> "HmacSHA1";
            case "SHA256" -> "HmacSHA256";
            case "SHA512" -> "HmacSHA512";
            default -> null;
        };
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "TotpSecret";
    }
}
