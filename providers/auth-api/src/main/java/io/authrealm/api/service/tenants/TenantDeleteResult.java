package io.authrealm.api.service.tenants;

/** The outcome of deleting a tenant. */
public sealed interface TenantDeleteResult {

    /** The realm is closed, and is removed later. */
    record Deleted() implements TenantDeleteResult {}

    /** The API has not made the realm, or it is the default tenant of the server. */
    record OfOperator() implements TenantDeleteResult {}

    /** The realm was closed to the API meanwhile, or removed. */
    record Closed() implements TenantDeleteResult {}
}
