package io.authrealm.core.text;

import java.util.regex.Pattern;

/** Phone numbers as ITU-T E.164 has them: a plus sign, and 7 to 15 digits. */
public final class E164 {

    private static final Pattern NUMBER = Pattern.compile("\\+[0-9]{7,15}");

    private E164() {}

    public static boolean isValid(String number) {
        return NUMBER.matcher(number).matches();
    }
}
