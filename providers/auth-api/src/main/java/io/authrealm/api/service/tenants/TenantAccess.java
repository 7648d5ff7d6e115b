package io.authrealm.api.service.tenants;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.service.users.StatisticsCache;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.api.service.users.UserStatistics;
import io.authrealm.api.store.StoredTenants;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;

/** Decides who may see and change a tenant. */
public final class TenantAccess {

    /** A tenant in a list. */
    public record Listed(TenantDescription tenant, long members, long withSecondFactor) {}

    private final KeycloakSession session;
    private final AdminCaller caller;

    public TenantAccess(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** To see the tenant. */
    public UserAccessResult<TenantDescription> toRead() {
        return to(Permission.TENANT_READ, this::description);
    }

    /** To change the tenant. */
    public UserAccessResult<ManagedTenant> toChange(TenantOptions options) {
        return to(Permission.TENANT_WRITE, () -> new ManagedTenant(session, caller, options));
    }

    private <T> UserAccessResult<T> to(Permission permission, Supplier<T> access) {
        return caller.rights().has(permission)
                ? new UserAccessResult.Granted<>(access.get())
                : new UserAccessResult.Denied<>();
    }

    /**
     * The tenants that the caller belongs to. Its users may see it, and who may see it anyway; a
     * key belongs to its tenant.
     */
    public List<Listed> own(StatisticsCache statistics) {
        Tenant tenant = caller.tenant();
        boolean isSeen =
                caller.key().isPresent()
                        || caller.maker().realmId().equals(tenant.realm().getId())
                        || caller.rights().has(Permission.TENANT_READ);
        if (!isSeen) {
            return List.of();
        }
        UserStatistics.Counts counts = statistics.counts(session, tenant.realm());
        return List.of(new Listed(description(), counts.total(), counts.mfaEnabled()));
    }

    private TenantDescription description() {
        Tenant tenant = caller.tenant();
        return TenantDescription.of(
                tenant, new StoredTenants(session).find(tenant.realm().getId()));
    }
}
