package io.authrealm.core.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The email addresses that the API accepts: an RFC 5321 dot-string before the at sign and a host
 * name with at least one dot after it. Quoted local parts and address literals are refused, and so
 * is white space around the address.
 *
 * <p>An address is stored and compared in one form, with the domain as the DNS has it. Keycloak's
 * pages store what their users write. So a search for an address has to ask for each of its {@link
 * #forms}.
 */
public final class EmailSyntax {

    // Bounded repetition and no ambiguity between the alternatives: linear for every input.
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]{1,64}+(?:\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]{1,64}+){0,32}+"
                            + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}\u00B7\u0375\u05F3\u05F4\u30FB-]{0,61}[\\p{L}\\p{M}\\p{N}\u05F3\u05F4])?\\.){1,32}"
                            + "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}]");

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL_PART = 64;

    private EmailSyntax() {}

    /** Whether it is an address whose domain has a form in the DNS. */
    public static boolean isValid(String address) {
        if (!isAddress(address)) {
            return false;
        }
        String stored = normalized(address);
        return isAddress(stored)
                && stored.substring(stored.indexOf('@')).chars().allMatch(unit -> unit < 0x80);
    }

    private static boolean isAddress(String text) {
        return text.length() <= LONGEST
                && text.indexOf('@') <= LONGEST_LOCAL_PART
                && ADDRESS.matcher(text).matches();
    }

    /**
     * The form in which an address is stored, compared, locked and limited: trimmed, in lower case,
     * and with the domain as the DNS has it.
     */
    public static String normalized(String address) {
        String trimmed = address.trim();
        int at = trimmed.lastIndexOf('@');
        return at < 0
                ? lowerCase(trimmed)
                : lowerCase(trimmed.substring(0, at + 1))
                        + DomainName.normalized(trimmed.substring(at + 1));
    }

    /** Whether two texts are the same address. Either may be null, which is no address. */
    public static boolean isSame(String one, String other) {
        return one != null && other != null && normalized(one).equals(normalized(other));
    }

    /**
     * The forms in which an account can have the address, each of them once: as it is written here,
     * because an old account may have it so beside another one; as it is stored; and as people
     * write it. Most addresses have one form.
     */
    public static List<String> forms(String address) {
        String written = lowerCase(address.trim());
        String stored = normalized(address);
        int at = stored.lastIndexOf('@');
        Set<String> forms = new LinkedHashSet<>(List.of(written));
        forms.add(stored);
        forms.add(
                at < 0
                        ? stored
                        : stored.substring(0, at + 1)
                                + DomainName.readable(stored.substring(at + 1)));
        return List.copyOf(forms);
    }

    /** The part after the at sign as the DNS has it, or an empty string if there is none. */
    public static String domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : DomainName.normalized(address.substring(at + 1));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
