package io.authrealm.api.delivery;

import org.keycloak.models.KeycloakSession;

/** Something that leaves the server after the request that it comes from. */
public interface Message {

    /** One of few words, for metrics. */
    String kind();

    /** For the log, which must not name addresses. */
    String userId();

    /** Tries to send it; may be called again later. */
    DeliveryResult deliver(KeycloakSession job);

    /** Leaves an event that an admin can see. */
    void recordGivenUp(KeycloakSession job);
}
