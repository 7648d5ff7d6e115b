package io.authrealm.api.caller;

import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.IssuedTokens;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.store.FactorDemands;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/**
 * The sessions of clients that get one access token for a long time, and no refresh token. Other
 * sessions end at their next refresh if a second factor is demanded that was not proved in them.
 * These have no refresh, and only users without a second factor have them. So the demand ends such
 * a session: at once if it is made by the API, else when its token is used next at the API.
 */
public final class SingleTokens {

    private static final String NOTE = "authrealm.single_token";

    private SingleTokens() {}

    /** Issues the one access token of a sign-in that is complete. */
    public static IssuedTokens issue(
            TokenIssuer issuer, HeadlessProcessor finished, long epoch, Duration lifetime) {
        IssuedTokens issued = issuer.issue(finished, epoch, lifetime);
        finished.getUserSession().setNote(NOTE, "true");
        return issued;
    }

    /** Whether the session is one of these. */
    public static boolean hasOne(UserSessionModel found) {
        return found.getNote(NOTE) != null;
    }

    /** Whether a demand has ended the session, or ends it now. */
    static boolean isEndedByDemand(KeycloakSession session, UserSessionModel found) {
        boolean isEnded = hasOne(found) && FactorDemands.isMadeOf(found.getUser());
        if (isEnded) {
            UserSessions.end(session, found);
        }
        return isEnded;
    }
}
