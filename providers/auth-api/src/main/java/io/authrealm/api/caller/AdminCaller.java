package io.authrealm.api.caller;

import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.store.StoredApiKeys;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;

/**
 * An admin who sends a request, and what this admin may do in the tenant. The services ask
 * Keycloak's own evaluator, so a role of realm-management and a fine-grained permission mean the
 * same here as in the admin console. Only the record that implements this interface knows how the
 * admin was authenticated.
 */
public sealed interface AdminCaller permits BearerAdmin, KeyAdmin {

    /** The tenant that the request is about. The admin may be a user of another realm. */
    Tenant tenant();

    /** What the caller may do in the tenant, by Keycloak's own rules. */
    AdminRights rights();

    /** The caller's user id. */
    String actorId();

    /** Names the caller's bucket of the limiter; unique on the server. */
    String limitKey();

    /** Whether the caller is this user of the tenant. */
    default boolean isUser(String userId) {
        return maker().realmId().equals(tenant().realm().getId())
                && maker().userId().equalsIgnoreCase(userId);
    }

    /** The admin events of the caller's changes in the tenant. */
    AdminEvents events();

    /** The caller as the maker of API keys, whose rights are then the bound of each key. */
    StoredApiKeys.Maker maker();

    /** The API key that was sent; nothing if it was a token. */
    Optional<StoredApiKeys.Row> key();
}
