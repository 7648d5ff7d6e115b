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

/** Who has Keycloak write something: the code that is called by the writing is not told. */
public enum ActingAdmin {

    /** No request carries the work: an import at the command line or at start, or a job. */
    SERVER,

    /** A user or a service account of the master realm who has that realm's role {@code admin}. */
    OPERATOR,

    /** Anybody else, and everybody who cannot be told. */
    OTHER;

    /** Who is at work in this session. */
    public static ActingAdmin of(KeycloakSession session) {
        if (!isRequest(session.getContext())) {
            return SERVER;
        }
        return isOperator(session) ? OPERATOR : OTHER;
    }

    /** From 26.7 on the context has no request then; before, it had one without anything in it. */
    private static boolean isRequest(KeycloakContext context) {
        try {
            return context.getHttpRequest().getHttpMethod() != null;
        } catch (ContextNotActiveException e) {
            return false;
        }
    }

    /**
     * The token in the context is one that Keycloak has verified, in the realm that the last part
     * of its issuer names.
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
