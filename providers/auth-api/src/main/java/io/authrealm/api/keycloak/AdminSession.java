package io.authrealm.api.keycloak;

import io.authrealm.core.text.CurrentRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * What Keycloak gives an admin to work in a realm with.
 *
 * @param rights what the admin may do in the realm
 * @param events writes down what the admin does in the realm
 */
public record AdminSession(AdminRights rights, AdminEventWriter events) {

    /**
     * @param realm that the admin works in
     * @param adminsRealm that the admin is a user of
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

    /** The client id of the client that holds the roles of the realm's admins. */
    public static String adminClientId(KeycloakSession session, RealmModel realm) {
        return new RealmManager(session).getRealmAdminClientId(realm);
    }
}
