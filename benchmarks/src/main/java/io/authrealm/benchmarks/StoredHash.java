package io.authrealm.benchmarks;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Salt and key of Passlib's PBKDF2 and scrypt strings, for the libraries that do not parse strings.
 */
record StoredHash(String parameters, byte[] salt, byte[] key) {

    private static final Pattern PASSLIB =
            Pattern.compile("\\$([^$]+\\$[^$]+)\\$([^$]+)\\$([^$]+)");

    static StoredHash of(String encoded) {
        Matcher matcher = PASSLIB.matcher(encoded);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a string of Passlib");
        }
        return new StoredHash(matcher.group(1), bytes(matcher.group(2)), bytes(matcher.group(3)));
    }

    /** The number after a name such as {@code ln=}. */
    int number(String name) {
        Matcher matcher = Pattern.compile(Pattern.quote(name) + "([0-9]+)").matcher(parameters);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + name);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static byte[] bytes(String base64) {
        // Passlib writes . for + in PBKDF2 strings.
        return Base64.getDecoder().decode(base64.replace('.', '+'));
    }
}
