package io.authrealm.api.keycloak;

import io.authrealm.core.text.CurrentRequest;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Opens user events. Each has the id of the request that it comes from. */
public final class TracedEvents {

    private TracedEvents() {}

    /** An event of a client, from the address that the request of {@code session} came from. */
    public static EventBuilder open(
            KeycloakSession session, RealmModel realm, String clientId, EventType type) {
        return traced(new EventBuilder(realm, session, session.getContext().getConnection()))
                .event(type)
                .client(clientId);
    }

    /**
     * An event that is written after its request has ended, in a session of its own. Nothing if the
     * realm is gone.
     */
    public static Optional<EventBuilder> openLater(
            KeycloakSession job, String realmId, EventType type) {
        RealmModel realm = job.realms().getRealm(realmId);
        if (realm == null) {
            return Optional.empty();
        }
        job.getContext().setRealm(realm);
        return Optional.of(traced(new EventBuilder(realm, job)).event(type));
    }

    /** Adds the request's id to an event that Keycloak has opened. */
    static EventBuilder traced(EventBuilder event) {
        return event.detail(CurrentRequest.REQUEST_ID, CurrentRequest.id());
    }
}
