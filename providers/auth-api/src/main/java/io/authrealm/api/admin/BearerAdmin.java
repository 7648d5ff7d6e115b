package io.authrealm.api.admin;

import io.authrealm.api.events.CurrentRequest;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/** An admin with a Bearer token of the tenant or of the master realm. */
record BearerAdmin(
        Tenant tenant, AdminAuth auth, AdminPermissionEvaluator permissions, AdminEvents events)
        implements AdminCaller {

    static BearerAdmin of(KeycloakSession session, Tenant tenant, AdminAuth auth) {
        return new BearerAdmin(
                tenant,
                auth,
                AdminPermissions.evaluator(session, tenant.realm(), auth),
                new AdminEvents(
                        new AdminEventBuilder(
                                        tenant.realm(),
                                        auth,
                                        session,
                                        session.getContext().getConnection())
                                .detail(CurrentRequest.REQUEST_ID, CurrentRequest.id())));
    }

    @Override
    public String actorId() {
        return auth.getUser().getId();
    }

    @Override
    public String limitKey() {
        return auth.getRealm().getId() + '/' + auth.getUser().getId();
    }
}
