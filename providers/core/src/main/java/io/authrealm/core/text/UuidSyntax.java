package io.authrealm.core.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The only text form of a UUID (RFC 9562, section 4); Java's own parser accepts shorter ones too.
 */
public final class UuidSyntax {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private UuidSyntax() {}

    public static boolean isValid(String text) {
        return UUID.matcher(text).matches();
    }

    /** The UUID in small letters, as a server writes it; nothing if the text is none. */
    public static Optional<String> normalized(String text) {
        return isValid(text) ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
