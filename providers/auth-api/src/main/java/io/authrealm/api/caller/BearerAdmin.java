package io.authrealm.api.caller;

import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.keycloak.AdminSession;
import io.authrealm.api.keycloak.VerifiedBearer;
import io.authrealm.api.store.StoredApiKeys;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** An admin with a Bearer token of the tenant or of the master realm. */
record BearerAdmin(
        Tenant tenant,
        AdminRights rights,
        String limitKey,
        AdminEvents events,
        StoredApiKeys.Maker maker)
        implements AdminCaller {

    static BearerAdmin of(
            KeycloakSession session, Tenant tenant, RealmModel adminsRealm, VerifiedBearer bearer) {
        AdminSession admin =
                AdminSession.of(session, tenant.realm(), adminsRealm, bearer, tenant.client());
        String id = bearer.user().getId();
        return new BearerAdmin(
                tenant,
                admin.rights(),
                adminsRealm.getId() + '/' + id,
                new AdminEvents(admin.events()),
                new StoredApiKeys.Maker(adminsRealm.getId(), id, bearer.client().getClientId()));
    }

    @Override
    public String actorId() {
        return maker.userId();
    }

    @Override
    public Optional<StoredApiKeys.Row> key() {
        return Optional.empty();
    }
}
