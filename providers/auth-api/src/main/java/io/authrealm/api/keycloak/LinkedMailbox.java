package io.authrealm.api.keycloak;

import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.Sha256;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The mailbox whose link a session began with. A code that goes there proves nothing more in that
 * session, also if the account's address changes. The session keeps a hash of the address.
 */
public final class LinkedMailbox {

    private static final String NOTE = "authrealm.linked_mailbox";

    private LinkedMailbox() {}

    /** Lets the session of the sign-in know that a link to the account's address was followed. */
    static void keep(AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        if (user.getEmail() != null) {
            authentication.setUserSessionNote(NOTE, hash(user.getEmail()));
        }
    }

    /** Whether the sign-in began with a link to this address. */
    public static boolean isIn(AuthenticationSessionModel authentication, String address) {
        return hash(address).equals(authentication.getUserSessionNotes().get(NOTE));
    }

    /** Whether the session began with a link to this address. */
    public static boolean isIn(UserSessionModel session, String address) {
        return hash(address).equals(session.getNote(NOTE));
    }

    private static String hash(String address) {
        return Sha256.base64Url(EmailSyntax.normalized(address));
    }
}
