package io.authrealm.hashing;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** {@code GET /admin/realms/{realm}/authrealm-passwords/hashes}, for admins who may view users. */
public final class PasswordHashReportResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;

    PasswordHashReportResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator permissions) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
    }

    @GET
    @Path("hashes")
    @Produces(MediaType.APPLICATION_JSON)
    public PasswordHashReport.Counts hashes() {
        permissions.users().requireView();
        return new PasswordHashReport(session, realm).count();
    }
}
