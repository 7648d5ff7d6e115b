package io.authrealm.api.service.roles;

import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.RoleModel;

/**
 * A role of the tenant, which is a realm role of Keycloak.
 *
 * @param description in words; null if there is none
 * @param isSystem whether the tenant needs it: it is that of its owners
 */
public record TenantRole(
        String id, String tenantId, String name, String description, boolean isSystem) {

    static TenantRole of(Tenant tenant, RoleModel role, boolean isSystem) {
        return new TenantRole(
                role.getId(),
                tenant.id(),
                role.getName(),
                readable(role.getDescription()),
                isSystem);
    }

    /** Keycloak describes its own roles by the name of a text, which only its console knows. */
    private static String readable(String description) {
        return description == null || description.isBlank() || description.startsWith("${")
                ? null
                : description;
    }
}
