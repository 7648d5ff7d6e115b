package io.authrealm.api.keycloak;

import io.authrealm.core.text.CurrentRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * What an admin works with in a realm.
 *
 * @param rights what the admin may do in the realm
 * @param events writes the admin events of the realm
 */
public record AdminSession(AdminRights rights, AdminEventWriter events) {

    private static final String KEY_ID = "api_key_id";

    /**
     * @param realm the realm that the admin manages
     * @param adminsRealm the realm whose user the admin is
     * @param api the API's own client in the realm
     */
    public static AdminSession of(
            KeycloakSession session,
            RealmModel realm,
            RealmModel adminsRealm,
            VerifiedBearer bearer,
            ClientModel api) {
        return of(session, realm, adminsRealm, bearer, api, EnumSet.allOf(Permission.class), null);
    }

    /**
     * The same for an admin who uses an API key in place of a token.
     *
     * @param keyId the key's, which each admin event names
     * @param permissions those of the key
     */
    public static AdminSession ofKey(
            KeycloakSession session,
            RealmModel realm,
            RealmModel adminsRealm,
            VerifiedBearer bearer,
            ClientModel api,
            String keyId,
            Set<Permission> permissions) {
        return of(session, realm, adminsRealm, bearer, api, permissions, keyId);
    }

    private static AdminSession of(
            KeycloakSession session,
            RealmModel realm,
            RealmModel adminsRealm,
            VerifiedBearer bearer,
            ClientModel api,
            Set<Permission> permissions,
            String keyId) {
        AdminAuth auth = new AdminAuth(adminsRealm, bearer.token(), bearer.user(), bearer.client());
        return new AdminSession(
                new AdminRights(
                        new Lazy<>(() -> AdminPermissions.evaluator(session, realm, auth)),
                        new VanishingRoles(session, bearer.user()),
                        permissions,
                        rolesBeyondScope(session, realm, bearer, api),
                        () -> createsRealms(auth)),
                new AdminEventWriter(
                        new Lazy<>(() -> events(session, realm, auth, keyId)),
                        () -> events(session, adminsRealm, auth, keyId)));
    }

    private static AdminEventBuilder events(
            KeycloakSession session, RealmModel realm, AdminAuth auth, String keyId) {
        return new AdminEventBuilder(realm, auth, session, session.getContext().getConnection())
                .detail(CurrentRequest.REQUEST_ID, CurrentRequest.id())
                // Keycloak leaves out a detail that is null.
                .detail(KEY_ID, keyId);
    }

    /** As Keycloak's admin REST API decides it, for a service account too. */
    private static boolean createsRealms(AdminAuth auth) {
        return auth.getRealm().getName().equals(Config.getAdminRealm())
                && auth.hasRealmRole(AdminRoles.CREATE_REALM);
    }

    /**
     * The admin roles that count although the client's scope lacks them: all that the user has, if
     * the token is one of the API's own client. The scope of that client is for Keycloak's admin
     * REST API, at which such a token must not change the realm.
     */
    private static Predicate<String> rolesBeyondScope(
            KeycloakSession session, RealmModel realm, VerifiedBearer bearer, ClientModel api) {
        return role -> {
            if (!bearer.client().equals(api)) {
                return false;
            }
            ClientModel roles = realm.getClientByClientId(adminClientId(session, realm));
            RoleModel found = roles == null ? null : roles.getRole(role);
            return found != null && bearer.user().hasRole(found);
        };
    }

    /** The client id of the client that has the admin roles of the realm. */
    public static String adminClientId(KeycloakSession session, RealmModel realm) {
        return new RealmManager(session).getRealmAdminClientId(realm);
    }
}
