package io.authrealm.api.service.roles;

/** The outcome of making a role. */
public sealed interface RoleCreateResult {

    record Created(TenantRole role) implements RoleCreateResult {}

    /** A role of the tenant, or one of Keycloak's own, has the name in any case. */
    record NameTaken() implements RoleCreateResult {}

    /**
     * The tenant has as many roles as it can have.
     *
     * @param most how many that is
     */
    record TooMany(int most) implements RoleCreateResult {}

    /** The realm was closed to the API meanwhile, or removed. */
    record Closed() implements RoleCreateResult {}
}
