package io.authrealm.api.service.tenants;

import io.authrealm.api.service.session.TokenPair;
import java.util.Optional;

/** The outcome of making a tenant. */
public sealed interface TenantCreateResult {

    /**
     * The tenant was made, and people can sign in to it.
     *
     * @param isOwned whether the caller has an account in it, as its owner
     * @param tokens of a session of that account; nothing if it could not be signed in
     */
    record Created(TenantDescription tenant, boolean isOwned, Optional<TokenPair> tokens)
            implements TenantCreateResult {}

    /** The operator has not let the caller make tenants. */
    record NotAllowed() implements TenantCreateResult {}

    /** The address of the caller was never verified. */
    record AddressUnproved() implements TenantCreateResult {}

    /** Another tenant has or had the slug, or none is free that goes with the name. */
    record SlugTaken() implements TenantCreateResult {}

    /**
     * No two tenants of this server have users with the same address, so the caller cannot be a
     * user of another one.
     */
    record AddressTaken() implements TenantCreateResult {}

    /**
     * The server has as many tenants as the operator allows.
     *
     * @param most how many that is
     */
    record TooMany(int most) implements TenantCreateResult {}

    /** Too many tenants were made from the network address of the caller. */
    record RateLimited(int retryAfterSeconds) implements TenantCreateResult {}

    /** Other tenants of the caller are being made. */
    record Busy(int retryAfterSeconds) implements TenantCreateResult {}
}
