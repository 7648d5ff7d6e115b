package io.authrealm.api.service.roles;

import java.util.List;

/** The outcome of looking up what a role allows. */
public sealed interface RolePermissionsResult {

    /** The names of the permissions that it gives. */
    record Found(List<String> permissions) implements RolePermissionsResult {}

    /** The tenant has no such role. */
    record NotFound() implements RolePermissionsResult {}
}
