package io.authrealm.api.keycloak;

import jakarta.ws.rs.core.NewCookie;
import java.util.List;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;

/**
 * The cookies by which a browser is signed in to a realm on Keycloak's pages. They are written to
 * the response of the request at once.
 */
public final class LoginCookies {

    private static final List<CookieType> TYPES =
            List.of(
                    CookieType.IDENTITY,
                    CookieType.SESSION,
                    CookieType.AUTH_SESSION_ID,
                    CookieType.AUTH_SESSION_ID_HASH);

    private LoginCookies() {}

    /**
     * Signs the browser in, as the login page does. A page that the browser has left open is of
     * another session, so the next page begins with this one.
     */
    public static void set(
            KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        AuthenticationSessionManager pages = new AuthenticationSessionManager(session);
        pages.setAuthSessionCookie(userSession.getId());
        pages.setAuthSessionIdHashCookie(userSession.getId());
        AuthenticationManager.createLoginCookie(
                session,
                realm,
                userSession.getUser(),
                userSession,
                session.getContext().getUri(),
                session.getContext().getConnection());
    }

    /**
     * Makes the browser forget them. Keycloak itself forgets only cookies that the request carries,
     * and these do not reach the API.
     */
    public static void forget(KeycloakSession session, RealmModel realm) {
        String path =
                AuthenticationManager.getRealmCookiePath(realm, session.getContext().getUri());
        for (CookieType type : TYPES) {
            session.getContext()
                    .getHttpResponse()
                    .setCookieIfAbsent(
                            new NewCookie.Builder(type.getName()).path(path).maxAge(0).build());
        }
    }
}
