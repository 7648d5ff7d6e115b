package io.authrealm.core.text;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The form of a password in which two ways to type it are equal (RFC 8265, section 4.2.2): every
 * space is the ASCII one, and a letter with its accents is one character if Unicode has one. Case
 * and width stay. No character is refused, because other systems allowed them all.
 */
public final class OpaqueString {

    private static final Pattern SPACE = Pattern.compile("\\p{Zs}");

    private OpaqueString() {}

    public static String of(String password) {
        return isAscii(password)
                ? password
                : Normalizer.normalize(
                        SPACE.matcher(password).replaceAll(" "), Normalizer.Form.NFC);
    }

    private static boolean isAscii(String password) {
        return password.chars().allMatch(c -> c < 0x80);
    }
}
