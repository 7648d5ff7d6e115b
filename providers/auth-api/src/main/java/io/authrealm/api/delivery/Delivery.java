package io.authrealm.api.delivery;

import io.authrealm.core.limits.TokenBuckets;
import io.authrealm.sms.SmsLimits;
import org.keycloak.models.KeycloakSession;

/**
 * The outbox, and the limits of mails and text messages. There is one on each node, for the API and
 * for the steps of Keycloak's own flows alike.
 */
public record Delivery(Outbox outbox, MailLimits mailLimits, SmsLimits smsLimits) {

    static Delivery create() {
        return new Delivery(new Outbox(), new MailLimits(new TokenBuckets()), new SmsLimits());
    }

    /** The one of this node. */
    public static Delivery of(KeycloakSession session) {
        return session.getProvider(DeliveryProvider.class, DeliveryProviderFactory.ID).delivery();
    }
}
