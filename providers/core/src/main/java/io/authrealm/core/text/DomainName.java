package io.authrealm.core.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of domains, which people also write in other scripts than that of the DNS. All that is
 * stored and compared is the form of the DNS by UTS 46, in which each name is one text: {@code
 * bücher.example}, {@code BÜCHER.example} and {@code xn--bcher-kva.example} are the same.
 *
 * <p>Names are mapped and encoded, and not judged: whether a registry would sell a name does not
 * matter for whether two texts are the same name.
 */
public final class DomainName {

    private static final String PREFIX = "xn--";
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;

    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?){0,126}+");

    /** As URLs write them. */
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

    private DomainName() {}

    /** Whether it is a name of a domain or host in some script, and nothing more. */
    public static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(normalized(name)).matches();
    }

    /** Whether a URL can have it as its host: a name, or a numeric address. */
    public static boolean isHost(String name) {
        return isName(name)
                || (name.length() <= LONGEST_NAME && IPV6.matcher(normalized(name)).matches());
    }

    /**
     * The form in which two names are compared: as the DNS has it, in lower case. What is no name
     * of a domain is only put into lower case.
     */
    public static String normalized(String name) {
        String trimmed = name.trim();
        return ofDns(trimmed).orElseGet(() -> trimmed.toLowerCase(Locale.ROOT));
    }

    /**
     * The name in the script that people read, of a {@link #normalized} one. It is the same text if
     * there is no other, or if the DNS's text is not the one that the other would get.
     */
    public static String readable(String normalized) {
        if (!normalized.contains(PREFIX)) {
            return normalized;
        }
        StringBuilder readable = new StringBuilder();
        for (String label : labels(normalized)) {
            readable.append(readable.isEmpty() ? "" : ".").append(readableLabel(label));
        }
        String written = readable.toString();
        return normalized(written).equals(normalized) ? written : normalized;
    }

    private static String readableLabel(String label) {
        return label.startsWith(PREFIX)
                ? Punycode.decode(label.substring(PREFIX.length())).orElse(label)
                : label;
    }

    private static Optional<String> ofDns(String name) {
        // A name in the DNS's script needs nothing, and a longer text is no name.
        if (isAscii(name)) {
            return Optional.of(name.toLowerCase(Locale.ROOT));
        }
        String mapped = name.length() > LONGEST_NAME ? null : DomainMapping.mapped(name);
        if (mapped == null) {
            return Optional.empty();
        }
        StringBuilder encoded = new StringBuilder();
        for (String label : labels(mapped)) {
            String ofDns = isAscii(label) ? label : PREFIX + Punycode.encode(label);
            if (ofDns.isEmpty() || ofDns.length() > LONGEST_LABEL) {
                return Optional.empty();
            }
            encoded.append(encoded.isEmpty() ? "" : ".").append(ofDns);
        }
        return encoded.length() > LONGEST_NAME ? Optional.empty() : Optional.of(encoded.toString());
    }

    private static String[] labels(String name) {
        return name.split("\\.", -1);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(unit -> unit < 0x80);
    }
}
