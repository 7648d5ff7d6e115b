package io.authrealm.core.text;

/** The bounds of a new password. The realm's password policy may ask for more. */
public final class NewPassword {

    public static final int MIN_LENGTH = 8;
    public static final int MAX_LENGTH = 256;

    private NewPassword() {}
}
