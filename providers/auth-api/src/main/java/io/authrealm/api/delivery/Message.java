package io.authrealm.api.delivery;

import java.time.Instant;
import org.keycloak.models.KeycloakSession;

/** A mail or text message that leaves the server after the request that caused it. */
public interface Message {

    /** A label of a metric, so one of few words. */
    String kind();

    /** The realm in whose lane it waits. */
    String realmId();

    /** For the log, which must not contain addresses. */
    String userId();

    /** After this the message is useless to its reader, and is not sent. */
    Instant notAfter();

    /** Tries to send it; may be called again later. */
    DeliveryResult deliver(KeycloakSession job);

    /** Writes an event for the admins of the realm. */
    void recordGivenUp(KeycloakSession job);
}
