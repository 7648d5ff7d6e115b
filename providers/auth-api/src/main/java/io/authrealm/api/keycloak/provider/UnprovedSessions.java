package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.SigningKeys;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.tenant.TenantSettings;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.representations.IDToken;

/**
 * The sessions of users of whom a second factor is demanded, if none was proved in them. The demand
 * is newer than the sign-in. Such a session ends when one of its tokens is used to get others, and
 * Keycloak's grant then refuses the token.
 */
final class UnprovedSessions {

    private UnprovedSessions() {}

    /**
     * Ends the session of the token that a request carries, if it is such a session.
     *
     * @param parameter of the form
     */
    static void end(
            OAuth2GrantType.Context context, String parameter, Class<? extends IDToken> type) {
        endOf(context, context.getFormParams().getFirst(parameter), type);
    }

    /**
     * Ends the session of a token, if it is such a session.
     *
     * @param encoded may be null, and any text
     */
    static void endOf(
            OAuth2GrantType.Context context, String encoded, Class<? extends IDToken> type) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        if (encoded == null
                || TenantSettings.of(realm).isEmpty()
                || !SigningKeys.areNamedBy(session, realm, encoded)) {
            return;
        }
        Optional.ofNullable(session.tokens().decode(encoded, type))
                .map(IDToken::getSessionId)
                .flatMap(id -> find(session, realm, id))
                .filter(found -> found.getUser() != null)
                .filter(found -> !SecondFactorDemand.isMetIn(session, found))
                .ifPresent(found -> end(session, found));
    }

    private static Optional<UserSessionModel> find(
            KeycloakSession session, RealmModel realm, String id) {
        return Optional.ofNullable(session.sessions().getUserSession(realm, id))
                .or(() -> Optional.ofNullable(session.sessions().getOfflineUserSession(realm, id)));
    }

    private static void end(KeycloakSession session, UserSessionModel unproved) {
        if (unproved.isOffline()) {
            session.sessions().removeOfflineUserSession(unproved.getRealm(), unproved);
        } else {
            UserSessions.end(session, unproved);
        }
    }
}
