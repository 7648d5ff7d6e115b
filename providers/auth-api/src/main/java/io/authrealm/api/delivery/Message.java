package io.authrealm.api.delivery;

import java.time.Instant;
import org.keycloak.models.KeycloakSession;

/** Something that leaves the server after the request that it comes from. */
public interface Message {

    /** One of few words, for metrics. */
    String kind();

    /** Whose place it takes while it waits. */
    String realmId();

    /** For the log, which must not name addresses. */
    String userId();

    /** From when on it is worth nothing to its reader. */
    Instant notAfter();

    /** Tries to send it; may be called again later. */
    DeliveryResult deliver(KeycloakSession job);

    /** Leaves an event that an admin can see. */
    void recordGivenUp(KeycloakSession job);
}
