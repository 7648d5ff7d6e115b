package io.authrealm.api.caller;

import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.keycloak.AdminSession;
import io.authrealm.api.keycloak.VerifiedBearer;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** An admin with a Bearer token of the tenant or of the master realm. */
record BearerAdmin(
        Tenant tenant, AdminRights rights, String actorId, String limitKey, AdminEvents events)
        implements AdminCaller {

    static BearerAdmin of(
            KeycloakSession session, Tenant tenant, RealmModel adminsRealm, VerifiedBearer bearer) {
        AdminSession admin = AdminSession.of(session, tenant.realm(), adminsRealm, bearer);
        String id = bearer.user().getId();
        return new BearerAdmin(
                tenant,
                admin.rights(),
                id,
                adminsRealm.getId() + '/' + id,
                new AdminEvents(admin.events()));
    }
}
