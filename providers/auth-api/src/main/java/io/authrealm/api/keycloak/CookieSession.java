package io.authrealm.api.keycloak;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The session whose cookie signs its user in at another client, without any form. */
public final class CookieSession {

    private CookieSession() {}

    /**
     * The session that the sign-in goes on with. There is none if the user has to sign in anew,
     * although the browser has the cookie.
     */
    public static Optional<UserSessionModel> of(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return Boolean.parseBoolean(authentication.getAuthNote(AuthenticationManager.SSO_AUTH))
                ? inBrowser(session, authentication)
                : Optional.empty();
    }

    /**
     * The session of the sign-in's user that the browser has the cookie of. Only the cookie tells:
     * the browser can have begun the sign-in with what is left of another session.
     */
    public static Optional<UserSessionModel> inBrowser(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return VerifiedBearer.ofCookie(session, authentication.getRealm())
                .map(VerifiedBearer::session)
                .filter(found -> isOfSameUser(found, authentication));
    }

    private static boolean isOfSameUser(
            UserSessionModel found, AuthenticationSessionModel authentication) {
        return found.getUser() != null
                && found.getUser().getId().equals(authentication.getAuthenticatedUser().getId());
    }
}
