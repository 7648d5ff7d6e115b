package io.authrealm.hashing;

import io.authrealm.core.text.OpaqueString;
import java.util.List;
import java.util.function.Predicate;

/**
 * The texts that a typed password can stand for. New hashes are of its {@link OpaqueString}. A hash
 * that another system has made, or an earlier version, is of the password as it was typed.
 */
final class PasswordForms {

    private PasswordForms() {}

    /** One text, or two if they differ. */
    static List<String> of(String rawPassword) {
        String opaque = OpaqueString.of(rawPassword);
        return opaque.equals(rawPassword) ? List.of(rawPassword) : List.of(opaque, rawPassword);
    }

    static boolean anyMatches(String rawPassword, Predicate<String> verify) {
        return of(rawPassword).stream().anyMatch(verify);
    }
}
