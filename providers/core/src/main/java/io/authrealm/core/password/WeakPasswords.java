package io.authrealm.core.password;

import java.util.Locale;
import java.util.Set;

/**
 * The most obvious passwords. They are compared trimmed and case-insensitively: a short list of the
 * most common ones, the account's own names, one repeated character, and a run of neighbouring
 * characters.
 */
public final class WeakPasswords {

    private static final int SHORTEST_RUN = 4;

    private static final Set<String> COMMON =
            Set.of(
                    "123123",
                    "123321",
                    "123456",
                    "1234567",
                    "12345678",
                    "123456789",
                    "1234567890",
                    "1q2w3e4r",
                    "1q2w3e4r5t",
                    "1qaz2wsx",
                    "666666",
                    "987654321",
                    "abc123",
                    "abcd1234",
                    "admin",
                    "admin123",
                    "administrator",
                    "asdfghjkl",
                    "authrealm",
                    "authrealm123",
                    "baseball",
                    "changeme",
                    "charlie",
                    "computer",
                    "dragon",
                    "football",
                    "freedom",
                    "hello123",
                    "iloveyou",
                    "keycloak",
                    "keycloak123",
                    "letmein",
                    "letmein123",
                    "login",
                    "master",
                    "michael",
                    "monkey",
                    "p@ssw0rd",
                    "p@ssword",
                    "passw0rd",
                    "password",
                    "password1",
                    "password12",
                    "password123",
                    "princess",
                    "qazwsxedc",
                    "qwerty",
                    "qwerty123",
                    "qwertyuiop",
                    "secret",
                    "secret123",
                    "shadow",
                    "starwars",
                    "sunshine",
                    "superman",
                    "test1234",
                    "trustno1",
                    "welcome",
                    "welcome1",
                    "welcome123",
                    "whatever",
                    "zaq12wsx");

    private WeakPasswords() {}

    /**
     * Whether {@code password} is one of them.
     *
     * @param names the names of the account: email address, user name, realm; nulls are ignored
     */
    public static boolean contain(String password, Iterable<String> names) {
        String candidate = normalized(password);
        return COMMON.contains(candidate) || isOneRun(candidate) || isNamedAfter(candidate, names);
    }

    private static boolean isNamedAfter(String candidate, Iterable<String> names) {
        for (String name : names) {
            if (name == null || name.isBlank()) {
                continue;
            }
            String known = normalized(name);
            int at = known.indexOf('@');
            if (candidate.equals(known) || (at > 0 && candidate.equals(known.substring(0, at)))) {
                return true;
            }
        }
        return false;
    }

    /** The same step, of 0, 1 or -1, from each character to the next: aaaa, abcd, 4321. */
    private static boolean isOneRun(String candidate) {
        if (candidate.length() < SHORTEST_RUN) {
            return false;
        }
        int step = candidate.charAt(1) - candidate.charAt(0);
        if (Math.abs(step) > 1) {
            return false;
        }
        for (int i = 2; i < candidate.length(); i++) {
            if (candidate.charAt(i) - candidate.charAt(i - 1) != step) {
                return false;
            }
        }
        return true;
    }

    private static String normalized(String text) {
        return text.trim().toLowerCase(Locale.ROOT);
    }
}
