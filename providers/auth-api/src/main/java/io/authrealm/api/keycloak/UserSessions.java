package io.authrealm.api.keycloak;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.SessionExpirationUtils;
import org.keycloak.services.managers.AuthenticationManager;

/** Keycloak's own rules for the sessions of users. */
public final class UserSessions {

    private UserSessions() {}

    /** Whether the session is within the realm's limits on its age and on its idle time. */
    public static boolean isValid(RealmModel realm, UserSessionModel userSession) {
        return AuthenticationManager.isSessionValid(realm, userSession);
    }

    /** When the session ends if it is not used again. */
    public static Instant expiresAt(RealmModel realm, UserSessionModel userSession) {
        boolean isOffline = userSession.isOffline();
        boolean isRemembered = userSession.isRememberMe();
        long idle =
                SessionExpirationUtils.calculateUserSessionIdleTimestamp(
                        isOffline,
                        isRemembered,
                        TimeUnit.SECONDS.toMillis(userSession.getLastSessionRefresh()),
                        realm);
        long oldest =
                SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(
                        isOffline,
                        isRemembered,
                        TimeUnit.SECONDS.toMillis(userSession.getStarted()),
                        realm);
        return Instant.ofEpochMilli(oldest < 0 ? idle : Math.min(idle, oldest));
    }

    /** Ends the session and notifies the clients that have a back-channel logout URL. */
    public static void end(KeycloakSession session, UserSessionModel userSession) {
        AuthenticationManager.backchannelLogout(session, userSession, true);
    }
}
