package io.authrealm.api.keycloak;

import java.util.Set;
import org.keycloak.services.messages.Messages;

/** The names of errors that Keycloak's user profile reports. */
public final class ProfileErrors {

    /** What the user profile says of an address that somebody has. */
    public static final Set<String> TAKEN = Set.of(Messages.EMAIL_EXISTS, Messages.USERNAME_EXISTS);

    private ProfileErrors() {}
}
