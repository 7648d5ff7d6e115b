package io.authrealm.core.text;

/**
 * The bounds of a new password, in Unicode code points. The realm's password policy may ask for
 * more.
 */
public final class NewPassword {

    public static final int MIN_LENGTH = 8;
    public static final int MAX_LENGTH = 256;

    private NewPassword() {}

    public static boolean isTooShort(String password) {
        return length(password) < MIN_LENGTH;
    }

    public static boolean isTooLong(String password) {
        return length(password) > MAX_LENGTH;
    }

    private static int length(String password) {
        return password.codePointCount(0, password.length());
    }
}
