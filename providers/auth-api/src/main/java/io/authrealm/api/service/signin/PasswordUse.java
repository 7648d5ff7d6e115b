package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.tenant.TenantSettings;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether a realm takes passwords at sign-in. If it does not, passwords can still be set and
 * changed by those who are signed in, so the realm can take them again.
 */
public final class PasswordUse {

    /** Authentication session note: the sign-in goes on from a forgotten password. */
    private static final String FORGOTTEN_NOTE = "authrealm.password_forgotten";

    private PasswordUse() {}

    /** A realm that has not opted in decides by its flows alone. */
    public static boolean isAllowed(RealmModel realm) {
        return TenantSettings.of(realm).map(TenantSettings::passwordSignIn).orElse(true);
    }

    /**
     * Keycloak's page for a forgotten password signs its user in by a mail, and then asks for the
     * new one. The mail stands for the password, so it is good only where the password is.
     */
    public static void goesOnFromForgotten(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(FORGOTTEN_NOTE, "true");
    }

    /**
     * Whether a sign-in has used a password that its realm does not take, or takes no more since.
     * Every step that verifies a password leaves a mark, on a page, in a grant and in the API. A
     * link of the API and a new password leave none.
     */
    public static boolean isInVain(AuthenticationSessionModel authentication) {
        return (UsedCredentials.isPasswordVerified(authentication)
                        || authentication.getAuthNote(FORGOTTEN_NOTE) != null)
                && !isAllowed(authentication.getRealm());
    }
}
