package io.authrealm.api.caller;

import io.authrealm.api.keycloak.TracedEvents;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** Opens the user events of a tenant. Each has the id of the request that it comes from. */
public final class ApiEvents {

    private ApiEvents() {}

    /** An event of the tenant's client, from the address that the request came from. */
    public static EventBuilder open(KeycloakSession session, Tenant tenant, EventType type) {
        return TracedEvents.open(session, tenant.realm(), tenant.client().getClientId(), type);
    }
}
