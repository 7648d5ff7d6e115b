package io.authrealm.api.keycloak;

import io.authrealm.core.text.CurrentRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
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

    /**
     * @param realm the realm that the admin manages
     * @param adminsRealm the realm whose user the admin is
     */
    public static AdminSession of(
            KeycloakSession session,
            RealmModel realm,
            RealmModel adminsRealm,
            VerifiedBearer bearer) {
        AdminAuth auth = new AdminAuth(adminsRealm, bearer.token(), bearer.user(), bearer.client());
        return new AdminSession(
                new AdminRights(AdminPermissions.evaluator(session, realm, auth)),
                new AdminEventWriter(
                        new AdminEventBuilder(
                                        realm, auth, session, session.getContext().getConnection())
                                .detail(CurrentRequest.REQUEST_ID, CurrentRequest.id())));
    }

    /** The client id of the client that has the admin roles of the realm. */
    public static String adminClientId(KeycloakSession session, RealmModel realm) {
        return new RealmManager(session).getRealmAdminClientId(realm);
    }
}
