package io.authrealm.api.keycloak;

import jakarta.enterprise.context.ContextNotActiveException;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * The admin for whom Keycloak writes something. Keycloak does not tell the code that it calls for
 * the write.
 */
public enum ActingAdmin {

    /** No request: an import at the command line or at start, or a job. */
    SERVER,

    /** A user or a service account of the master realm who has that realm's role {@code admin}. */
    OPERATOR,

    /** Everyone else, and anyone who cannot be identified. */
    OTHER;

    /**
     * The admin of this session. For a request, Keycloak may look through all roles of the admin,
     * and an admin who has made a thousand realms has twenty thousand.
     */
    public static ActingAdmin of(KeycloakSession session) {
        if (isServer(session)) {
            return SERVER;
        }
        return isOperator(session) ? OPERATOR : OTHER;
    }

    /** Whether it is {@link #SERVER}; looks at no role. */
    public static boolean isServer(KeycloakSession session) {
        return !isRequest(session.getContext());
    }

    /** From 26.7 on the context then has no request. Before, it had an empty one. */
    private static boolean isRequest(KeycloakContext context) {
        try {
            return context.getHttpRequest().getHttpMethod() != null;
        } catch (ContextNotActiveException e) {
            return false;
        }
    }

    /**
     * Keycloak has verified the token in the context, in the realm that the last part of its issuer
     * names.
     */
    private static boolean isOperator(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        if (!(context.getBearerToken() instanceof AccessToken token)
                || token.getIssuer() == null
                || !token.getIssuer().endsWith("/realms/" + Config.getAdminRealm())) {
            return false;
        }
        RealmModel master = session.realms().getRealmByName(Config.getAdminRealm());
        UserModel user = context.getUser();
        ClientModel client = master.getClientByClientId(token.getIssuedFor());
        return user != null
                && client != null
                && new AdminAuth(master, token, user, client).hasRealmRole(AdminRoles.ADMIN);
    }
}
