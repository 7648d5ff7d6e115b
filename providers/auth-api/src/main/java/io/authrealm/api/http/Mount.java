package io.authrealm.api.http;

/** Where the API was reached. */
public enum Mount {
    /** {@code /realms/{realm}/v1}: the path names the tenant. */
    REALM,
    /**
     * {@code /v1} at the origin root: {@link io.authrealm.api.tenant.TenantResolver} finds the
     * tenant.
     */
    ROOT
}
