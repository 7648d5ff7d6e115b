package io.authrealm.core.text;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The email addresses that the API accepts: an RFC 5321 dot-string before the at sign and a host
 * name with at least one dot after it. Quoted local parts and address literals are refused, and so
 * is white space around the address.
 */
public final class EmailSyntax {

    // Bounded repetition and no ambiguity between the alternatives: linear for every input.
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]{1,64}+(?:\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]{1,64}+){0,32}+"
                            + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?\\.){1,32}"
                            + "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}]");

    private static final int MAX_LOCAL_PART = 64;

    private EmailSyntax() {}

    public static boolean isValid(String address) {
        return address.length() <= 254
                && address.indexOf('@') <= MAX_LOCAL_PART
                && ADDRESS.matcher(address).matches();
    }

    /** The form in which an address is compared, locked and limited: trimmed and in lower case. */
    public static String normalized(String address) {
        return address.trim().toLowerCase(Locale.ROOT);
    }

    /** The part after the at sign in lower case, or an empty string if there is none. */
    public static String domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : normalized(address.substring(at + 1));
    }
}
