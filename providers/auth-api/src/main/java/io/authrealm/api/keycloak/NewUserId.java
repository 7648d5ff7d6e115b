package io.authrealm.api.keycloak;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * The id that the next user of a session gets. A passkey holds the id of its user, and it is made
 * before the user is.
 */
public final class NewUserId {

    private static final String ATTRIBUTE = "authrealm.new_user_id";

    private NewUserId() {}

    /** The storage of users that comes with the pack heeds it; a directory may not. */
    public static void set(KeycloakSession job, String id) {
        job.setAttribute(ATTRIBUTE, id);
    }

    /** Returns the id once. */
    public static Optional<String> take(KeycloakSession job) {
        return Optional.ofNullable((String) job.removeAttribute(ATTRIBUTE));
    }
}
