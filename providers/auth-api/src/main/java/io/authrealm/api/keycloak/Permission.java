package io.authrealm.api.keycloak;

import java.util.Optional;

/**
 * What an admin can be allowed to do, by the names that clients know. Keycloak has the rights: each
 * permission stands for some of them, and {@link AdminRights} says which.
 */
public enum Permission {
    USER_READ("user.read"),
    USER_WRITE("user.write"),
    ROLE_READ("role.read"),
    ROLE_WRITE("role.write"),
    TENANT_READ("tenant.read"),
    TENANT_WRITE("tenant.write"),
    POLICY_READ("policy.read"),
    POLICY_WRITE("policy.write"),
    API_KEY_READ("apikey.read"),
    API_KEY_WRITE("apikey.write");

    private final String key;

    Permission(String key) {
        this.key = key;
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
