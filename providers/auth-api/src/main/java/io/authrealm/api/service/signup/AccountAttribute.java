package io.authrealm.api.service.signup;

/**
 * What the realm's user profile refuses of a new account.
 *
 * @param name the attribute's own name in the profile
 * @param isMissing whether the profile requires it, and the account was given none
 */
public record AccountAttribute(Kind kind, String name, boolean isMissing) {

    /** What clients call it. */
    public enum Kind {
        /** Only of an account whose name is not its address. */
        USERNAME,
        EMAIL,
        /** Also of the first and last name that a display name was split into. */
        DISPLAY_NAME,
        /** The parts of a name that clients send in parts. */
        PERSON_NAME,
        /** An attribute that only the realm knows. */
        OTHER
    }

    /** The address, of which the profile does not take every valid one. */
    public static AccountAttribute email() {
        return new AccountAttribute(Kind.EMAIL, "email", false);
    }
}
