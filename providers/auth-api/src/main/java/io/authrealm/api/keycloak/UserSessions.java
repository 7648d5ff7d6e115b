package io.authrealm.api.keycloak;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** Keycloak's own rules for the sessions of users. */
public final class UserSessions {

    private UserSessions() {}

    /** Whether the session is within the realm's limits on its age and on its idle time. */
    public static boolean isValid(RealmModel realm, UserSessionModel userSession) {
        return AuthenticationManager.isSessionValid(realm, userSession);
    }

    /** Ends the session and notifies the clients that have a back-channel logout URL. */
    public static void end(KeycloakSession session, UserSessionModel userSession) {
        AuthenticationManager.backchannelLogout(session, userSession, true);
    }
}
