package io.authrealm.api.keycloak;

import java.util.Set;
import org.keycloak.services.messages.Messages;

/** The names of errors that Keycloak's user profile reports. */
public final class ProfileErrors {

    /** The errors of the user profile for an address that is taken. */
    public static final Set<String> TAKEN = Set.of(Messages.EMAIL_EXISTS, Messages.USERNAME_EXISTS);

    /**
     * The error of both of Keycloak's rules for the characters of a user name. They do not concern
     * the address of a user who has no other name, since addresses have a rule of their own.
     */
    public static final String CHARACTER_OF_NAME = "error-username-invalid-character";

    private ProfileErrors() {}
}
