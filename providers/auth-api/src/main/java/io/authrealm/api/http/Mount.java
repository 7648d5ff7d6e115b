package io.authrealm.api.http;

/** Where the API was reached. */
public enum Mount {
    /** {@code /realms/{realm}/...}: the path names the tenant. */
    REALM,
    /** At the origin root: {@link io.authrealm.api.tenant.TenantResolver} finds the tenant. */
    ROOT
}
