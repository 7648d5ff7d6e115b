package io.authrealm.api.events;

import io.authrealm.api.tenant.Tenant;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Opens the events that the API writes. Each has the id of the request that it comes from. */
public final class ApiEvents {

    private ApiEvents() {}

    /** An event of the tenant's client, from the address that the request came from. */
    public static EventBuilder open(KeycloakSession session, Tenant tenant, EventType type) {
        return open(session, tenant.realm(), tenant.client().getClientId(), type);
    }

    /** The same in a session of a job, whose realm is {@code realm}. */
    public static EventBuilder open(
            KeycloakSession job, RealmModel realm, String clientId, EventType type) {
        return traced(new EventBuilder(realm, job, job.getContext().getConnection()))
                .event(type)
                .client(clientId);
    }

    /** An event after the end of the request that it comes from. */
    public static EventBuilder openLater(KeycloakSession job, RealmModel realm, EventType type) {
        return traced(new EventBuilder(realm, job)).event(type);
    }

    /** Adds the request's id to an event that Keycloak has opened. */
    public static EventBuilder traced(EventBuilder event) {
        return event.detail(CurrentRequest.REQUEST_ID, CurrentRequest.id());
    }
}
