package io.authrealm.api.delivery;

import io.authrealm.api.keycloak.RealmMails;
import io.authrealm.api.keycloak.TracedEvents;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * A mail with a link by which somebody without an account proves an address. It is in the default
 * language of the realm.
 *
 * @param lifetime of the link
 */
public record VerificationMail(
        String realmId, String address, String link, Duration lifetime, Instant notAfter)
        implements Message {

    @Override
    public String kind() {
        return "verify_mailbox";
    }

    /** There is no user yet. */
    @Override
    public String userId() {
        return "nobody";
    }

    @Override
    public DeliveryResult deliver(KeycloakSession job) {
        return Mail.send(
                job,
                realmId,
                realm -> {
                    RealmMails.sendVerification(job, realm, address, link, lifetime);
                    return new DeliveryResult.Sent();
                });
    }

    @Override
    public void recordGivenUp(KeycloakSession job) {
        TracedEvents.openLater(job, realmId, EventType.SEND_VERIFY_EMAIL)
                .map(event -> event.detail(Details.REASON, kind()))
                .ifPresent(event -> event.error(Errors.EMAIL_SEND_FAILED));
    }

    /** Leaves out the address and the link. */
    @Override
    public String toString() {
        return "VerificationMail";
    }
}
