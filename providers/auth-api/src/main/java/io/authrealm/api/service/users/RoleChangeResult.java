package io.authrealm.api.service.users;

/** The outcome of giving a user a role, or taking it away. */
public sealed interface RoleChangeResult {

    /** The user has the role now, or has it no more. */
    record Changed() implements RoleChangeResult {}

    /** The tenant has no such role. */
    record NotFound() implements RoleChangeResult {}

    /** The caller may not give this role: it gives more than the caller may. */
    record Refused() implements RoleChangeResult {}

    /** The user belongs to a directory that Keycloak must not change. */
    record ReadOnly() implements RoleChangeResult {}

    /** The tenant would have no owner any more; nothing was changed. */
    record LastOwner() implements RoleChangeResult {}
}
