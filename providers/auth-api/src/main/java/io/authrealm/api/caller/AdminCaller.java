package io.authrealm.api.caller;

import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.tenant.Tenant;

/**
 * Who sends a request to an admin's route, and what they may do in the tenant. The services ask
 * Keycloak's own evaluator, so a role of realm-management and a fine-grained permission mean the
 * same here as in the admin console. How the caller proved who they are shows in nothing but the
 * record that implements this.
 */
public sealed interface AdminCaller permits BearerAdmin {

    /** The tenant that the request is about, which need not be the caller's own realm. */
    Tenant tenant();

    /** What the caller may do in the tenant; Keycloak answers. */
    AdminRights rights();

    /** The caller's user id. */
    String actorId();

    /** Names the caller's bucket of the limiter; unique on the server. */
    String limitKey();

    /** Where what the caller does in the tenant is written down. */
    AdminEvents events();
}
