package io.authrealm.api.service.roles;

/** The outcome of changing what a role gives. */
public sealed interface RolePermissionChangeResult {

    /** The role gives the permission now, or gives it no more. */
    record Changed() implements RolePermissionChangeResult {}

    /** The tenant has no such role, or there is no such permission. */
    record NotFound() implements RolePermissionChangeResult {}

    /** The caller may not give what the role would give or lose. */
    record Refused() implements RolePermissionChangeResult {}

    /** It is the role of the owners, which always gives everything. */
    record OfOwners() implements RolePermissionChangeResult {}

    /** Another role within it gives the permission too; nothing was changed. */
    record GivenByAnother() implements RolePermissionChangeResult {}
}
