package io.authrealm.api.caller;

import io.authrealm.api.keycloak.AdminSession;
import io.authrealm.api.keycloak.AssumedAdmin;
import io.authrealm.api.keycloak.SigningKeys;
import io.authrealm.api.keycloak.VerifiedBearer;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/**
 * Bearer tokens at admins' routes. As in Keycloak's admin REST API, a token of any client of the
 * tenant or of the master realm is good: its power comes from the admin roles within that client's
 * scope.
 *
 * <p>Tokens of the API's own client carry no roles, which keeps them small. For them the roles are
 * looked up at each request, within the client's scope, as newer versions of Keycloak do. So a role
 * that was taken away is gone at once.
 */
public final class AdminTokens {

    private AdminTokens() {}

    /** The admin that the token names, or nothing if it is not good in this tenant now. */
    public static Optional<AdminCaller> verify(
            KeycloakSession session, Tenant tenant, String token) {
        RealmModel realm = tenant.realm();
        if (SigningKeys.areNamedBy(session, realm, token)) {
            return verifyIn(session, tenant, realm, token);
        }
        RealmModel master = session.realms().getRealmByName(Config.getAdminRealm());
        return SigningKeys.areNamedBy(session, master, token)
                ? verifyIn(session, tenant, master, token)
                : Optional.empty();
    }

    /** Keycloak compares the token's issuer with that of the realm in the context. */
    private static Optional<AdminCaller> verifyIn(
            KeycloakSession session, Tenant tenant, RealmModel adminsRealm, String token) {
        KeycloakContext context = session.getContext();
        context.setRealm(adminsRealm);
        Optional<VerifiedBearer> verified = VerifiedBearer.of(session, adminsRealm, token);
        context.setRealm(tenant.realm());
        context.setClient(tenant.client());
        return verified.filter(bearer -> !hasEnded(session, bearer.session()))
                .map(bearer -> admin(session, tenant, adminsRealm, bearer));
    }

    private static AdminCaller admin(
            KeycloakSession session, Tenant tenant, RealmModel adminsRealm, VerifiedBearer bearer) {
        if (bearer.client().equals(tenant.client())) {
            AssumedAdmin.lookUpRoles(
                    tenant.realm(), AdminSession.adminClientId(session, tenant.realm()), bearer);
        }
        // Keycloak's filter for lists takes the admin from here, and filters nothing without one.
        session.getContext().setBearerToken(bearer.token());
        return BearerAdmin.of(session, tenant, adminsRealm, bearer);
    }

    /** The token of a service account has no session, or one of this request only. */
    private static boolean hasEnded(KeycloakSession session, UserSessionModel userSession) {
        return userSession != null
                && (new SessionEnds(session).hasEnded(userSession)
                        || SingleTokens.isEndedByDemand(session, userSession));
    }
}
