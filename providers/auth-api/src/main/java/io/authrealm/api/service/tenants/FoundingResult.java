package io.authrealm.api.service.tenants;

/**
 * The outcome of making a realm for a tenant.
 *
 * @param <R> what else was made with it
 */
public sealed interface FoundingResult<R> {

    /** Realm and all else are committed, and this node finds the tenant at the root. */
    record Founded<R>(String realmId, TenantDescription tenant, R rest)
            implements FoundingResult<R> {}

    /** Another tenant got the slug a moment before; nothing was made. */
    record SlugTaken<R>() implements FoundingResult<R> {}

    /** There are as many tenants as the operator allows, perhaps since a moment ago. */
    record Full<R>() implements FoundingResult<R> {}
}
