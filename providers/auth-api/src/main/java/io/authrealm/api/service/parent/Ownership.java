package io.authrealm.api.service.parent;

import io.authrealm.api.tenant.NamedTenant;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantDirectory;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * What a user owns.
 *
 * @param isParent whether it is a tenant, open or closed
 * @param tenant the tenant if it is open
 */
record Ownership(boolean isParent, Optional<Tenant> tenant) {

    private static final Cases<UserModel, NamedTenant, Ownership> OF =
            Cases.<UserModel, NamedTenant, Ownership>of(NamedTenant.class)
                    .when(
                            NamedTenant.Open.class,
                            (user, open) -> new Ownership(true, Optional.of(open.tenant())))
                    .when(NamedTenant.Closed.class, user -> new Ownership(true, Optional.empty()))
                    .when(NamedTenant.Unknown.class, user -> new Ownership(false, Optional.empty()))
                    .complete();

    /**
     * @param tenant that the user is one of
     */
    static Ownership of(KeycloakSession session, Tenant tenant, UserModel user) {
        return OF.apply(user, TenantDirectory.of(session).ownedBy(session, tenant.realm(), user));
    }
}
