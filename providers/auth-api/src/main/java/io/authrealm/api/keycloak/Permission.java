package io.authrealm.api.keycloak;

import java.util.List;
import java.util.Optional;
import org.keycloak.models.AdminRoles;

/**
 * What an admin can be allowed to do, by the names that clients know. Keycloak has the rights: each
 * permission stands for some of them, and {@link AdminRights} says which.
 */
public enum Permission {
    USER_READ("user.read", AdminRoles.VIEW_USERS, AdminRoles.MANAGE_USERS),
    USER_WRITE("user.write", AdminRoles.MANAGE_USERS),
    ROLE_READ("role.read", AdminRoles.VIEW_REALM, AdminRoles.MANAGE_REALM),
    ROLE_WRITE("role.write", AdminRoles.MANAGE_USERS, AdminRoles.MANAGE_REALM),
    TENANT_READ("tenant.read", AdminRoles.VIEW_REALM, AdminRoles.MANAGE_REALM),
    TENANT_WRITE("tenant.write", AdminRoles.MANAGE_REALM),
    POLICY_READ("policy.read", AdminRoles.VIEW_REALM, AdminRoles.MANAGE_REALM),
    POLICY_WRITE("policy.write", AdminRoles.MANAGE_REALM),
    API_KEY_READ("apikey.read", AdminRoles.VIEW_REALM, AdminRoles.MANAGE_REALM),
    API_KEY_WRITE("apikey.write", AdminRoles.MANAGE_REALM);

    private final String key;
    private final List<String> roles;

    /**
     * @param roles of Keycloak, each of which is enough; the one that gives least comes first
     */
    Permission(String key, String... roles) {
        this.key = key;
        this.roles = List.of(roles);
    }

    /** Whether this role of Keycloak's {@code realm-management} gives the permission. */
    boolean isGivenBy(String role) {
        return roles.contains(role);
    }

    /** The role of {@code realm-management} that gives the permission, and little else. */
    String role() {
        return roles.get(0);
    }

    /** The name that clients know. */
    public String key() {
        return key;
    }

    /** The permission of this name; nothing if there is none. */
    public static Optional<Permission> of(String key) {
        for (Permission permission : values()) {
            if (permission.key.equals(key)) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
