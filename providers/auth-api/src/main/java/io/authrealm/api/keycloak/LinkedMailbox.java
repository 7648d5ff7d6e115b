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

    /** Says that a step for mailed codes was passed with a code to this mailbox. */
    private static final String AGAIN_NOTE = "authrealm.linked_mailbox_again";

    private LinkedMailbox() {}

    /**
     * Lets the session of the sign-in know that a link to the account's address was followed, or
     * that another tenant has proved the address.
     */
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

    /** A mailed code was asked for in the sign-in, and it has gone to this mailbox. */
    public static void provedAgain(AuthenticationSessionModel authentication) {
        authentication.setUserSessionNote(AGAIN_NOTE, "true");
    }

    /** Whether the mailed code of the sign-in has proved nothing but this mailbox. */
    public static boolean isProvedAgainIn(AuthenticationSessionModel authentication) {
        return authentication.getUserSessionNotes().get(AGAIN_NOTE) != null;
    }

    /** Whether the mailed code of the session's sign-in has proved nothing but this mailbox. */
    public static boolean isProvedAgainIn(UserSessionModel session) {
        return session.getNote(AGAIN_NOTE) != null;
    }

    private static String hash(String address) {
        return Sha256.base64Url(EmailSyntax.normalized(address));
    }
}
