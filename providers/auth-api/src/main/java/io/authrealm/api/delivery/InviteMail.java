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
 * A mail with the link by which its reader joins a tenant. It is in the language of the user who
 * has the address, or else in the default language of the realm.
 *
 * @param lifetime of the link
 */
public record InviteMail(
        String realmId,
        String inviteId,
        String address,
        String link,
        Duration lifetime,
        Instant notAfter)
        implements Message {

    private static final String INVITE_ID = "invite_id";

    @Override
    public String kind() {
        return "invite";
    }

    /** The reader need not be a user. */
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
                    RealmMails.sendInvite(job, realm, address, link, lifetime);
                    return new DeliveryResult.Sent();
                });
    }

    @Override
    public void recordGivenUp(KeycloakSession job) {
        TracedEvents.openLater(job, realmId, EventType.SEND_VERIFY_EMAIL)
                .map(event -> event.detail(Details.REASON, kind()).detail(INVITE_ID, inviteId))
                .ifPresent(event -> event.error(Errors.EMAIL_SEND_FAILED));
    }

    /** Leaves out the address and the link. */
    @Override
    public String toString() {
        return "InviteMail[" + inviteId + "]";
    }
}
