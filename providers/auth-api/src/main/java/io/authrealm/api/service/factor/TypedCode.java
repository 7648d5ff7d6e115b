package io.authrealm.api.service.factor;

import java.util.regex.Pattern;

/** A code as a user types it in, with the spaces and dashes that make it readable. */
public final class TypedCode {

    /** White space and dashes of all kinds, as they are pasted. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Z}\\p{Pd}]+");

    private TypedCode() {}

    /** The code alone. */
    public static String of(String typed) {
        return SEPARATORS.matcher(typed).replaceAll("");
    }
}
