package io.authrealm.core.hash;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What well-known PHP applications do to a password field before they hash it. Their users do not
 * notice, because the same happens at each sign-in. Without it a password with a quotation mark
 * would not match after the import.
 */
final class PhpFormInput {

    private PhpFormInput() {}

    /**
     * WordPress puts a backslash before quotation marks and backslashes of all input
     * (wp_magic_quotes). It removes it everywhere except from passwords (wp_signon, edit_user);
     * then it trims. Its command line and some plug-ins store the hash of the password itself, so a
     * string may be either.
     */
    static byte[] wordPress(byte[] password) {
        ByteArrayOutputStream slashed = new ByteArrayOutputStream(password.length);
        for (byte b : password) {
            if (b == '\'' || b == '"' || b == '\\' || b == 0) {
                slashed.write('\\');
            }
            slashed.write(b == 0 ? '0' : b);
        }
        return trimmed(slashed.toByteArray());
    }

    /** Without white space and NUL at both ends, like PHP's trim(). */
    static byte[] trimmed(byte[] password) {
        int start = 0;
        int end = password.length;
        while (start < end && isTrimmed(password[start])) {
            start++;
        }
        while (end > start && isTrimmed(password[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(password, start, end);
    }

    /** phpBB 3 escapes all input for HTML (htmlspecialchars with ENT_COMPAT), passwords too. */
    static byte[] phpBb(byte[] password) {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(password.length);
        for (byte b : password) {
            switch (b) {
                case '&' -> escaped.writeBytes(ascii("&amp;"));
                case '"' -> escaped.writeBytes(ascii("&quot;"));
                case '<' -> escaped.writeBytes(ascii("&lt;"));
                case '>' -> escaped.writeBytes(ascii("&gt;"));
                default -> escaped.write(b);
            }
        }
        return escaped.toByteArray();
    }

    /** Both, or one if they are equal, so that most passwords are hashed only once. */
    static List<byte[]> distinct(byte[] first, byte[] second) {
        return Arrays.equals(first, second) ? List.of(first) : List.of(first, second);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isTrimmed(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == 0x0b || b == 0;
    }
}
