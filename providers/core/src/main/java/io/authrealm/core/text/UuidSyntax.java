package io.authrealm.core.text;

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
}
