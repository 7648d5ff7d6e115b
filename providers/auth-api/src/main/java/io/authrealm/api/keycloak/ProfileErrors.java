package io.authrealm.api.keycloak;

import java.util.Set;
import org.keycloak.services.messages.Messages;

/** The names of errors that Keycloak's user profile reports. */
public final class ProfileErrors {

    /** The errors of the user profile for an address that is taken. */
    public static final Set<String> TAKEN = Set.of(Messages.EMAIL_EXISTS, Messages.USERNAME_EXISTS);

    private ProfileErrors() {}
}
