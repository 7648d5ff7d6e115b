package io.authrealm.core.text;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The form of a public key: {@code APK_}, letters and digits, and usually the second of its
 * creation.
 */
public final class PublicKeySyntax {

    public static final Pattern PATTERN = Pattern.compile("(?=.{8,64}$)APK_[A-Za-z0-9]+(_[0-9]+)?");

    /** By the time at which they say that they were made; those that say none come first. */
    public static final Comparator<String> OLDEST_FIRST =
            Comparator.comparing(PublicKeySyntax::time).thenComparing(Comparator.naturalOrder());

    private static final int HEX_DIGITS = 32;

    private PublicKeySyntax() {}

    public static boolean isValid(String key) {
        return PATTERN.matcher(key).matches();
    }

    private static BigInteger time(String key) {
        String[] parts = key.split("_", -1);
        return parts.length == 3 ? new BigInteger(parts[2]) : BigInteger.ZERO;
    }

    /**
     * The key of something that has an id: always the same, and not to be guessed back.
     *
     * @param seconds since 1970, when it was created
     */
    public static String ofId(String id, long seconds) {
        return "APK_"
                + Sha256.hex("authrealm:public-key:" + id).substring(0, HEX_DIGITS)
                + '_'
                + seconds;
    }
}
