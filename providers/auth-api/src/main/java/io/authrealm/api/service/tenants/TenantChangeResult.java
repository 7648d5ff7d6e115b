package io.authrealm.api.service.tenants;

/** The outcome of changing a tenant. */
public sealed interface TenantChangeResult {

    /** The tenant as a new request would find it. */
    record Changed(TenantDescription tenant) implements TenantChangeResult {}

    /** The realm was closed to the API meanwhile, or removed. */
    record Closed() implements TenantChangeResult {}
}
