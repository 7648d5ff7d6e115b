package io.authrealm.api.service.roles;

import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.keycloak.RealmRoles;
import io.authrealm.api.tenant.Tenant;
import java.util.Comparator;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** The roles of a tenant, for an admin who may see them. */
public final class TenantRoles {

    /** More than a page of a console can show; the others are found by their ids. */
    private static final int MOST_LISTED = 1000;

    private final RealmRoles roles;
    private final Tenant tenant;

    TenantRoles(KeycloakSession session, Tenant tenant) {
        this.roles = new RealmRoles(session, tenant.realm());
        this.tenant = tenant;
    }

    /** All roles that somebody has to be given, in the order of their names. */
    public List<TenantRole> all() {
        return roles.all(MOST_LISTED)
                .map(role -> TenantRole.of(tenant, role, roles.isOwner(role)))
                .sorted(Comparator.comparing(TenantRole::name))
                .toList();
    }

    /** What a role allows. */
    public RolePermissionsResult permissions(String roleId) {
        return roles.byId(roleId)
                .<RolePermissionsResult>map(
                        role ->
                                new RolePermissionsResult.Found(
                                        roles.permissions(role).stream()
                                                .map(Permission::key)
                                                .toList()))
                .orElseGet(RolePermissionsResult.NotFound::new);
    }
}
