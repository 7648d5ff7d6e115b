package io.authrealm.api.service.parent;

import io.authrealm.api.caller.SharedSecretTokens;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.tenant.ParentSettings;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The one token of a parent or a child. */
final class ParentTokens {

    private ParentTokens() {}

    /**
     * The access token of the realm, or, if the tenant has a shared secret, one that an app
     * verifies with that.
     */
    static String of(
            KeycloakSession session,
            Tenant tenant,
            ParentAccount account,
            TokenPair tokens,
            ParentClaims claims) {
        ParentSettings settings = tenant.settings().parents();
        if (settings.secret() == null || settings.key() == null) {
            return tokens.accessToken();
        }
        return SharedSecretTokens.issue(
                session,
                tenant,
                account.id(),
                tokens.sessionId(),
                tokens.expiresAt(),
                claims.of(account));
    }

    /** The secret with which the user's own apps verify tokens; null if they use public keys. */
    static String secretOf(KeycloakSession session, Tenant tenant, UserModel user) {
        return Ownership.of(session, tenant, user)
                .tenant()
                .map(owned -> owned.settings().parents().secret())
                .orElse(null);
    }
}
