package io.authrealm.api.delivery;

import io.authrealm.core.limits.TokenBuckets;
import io.authrealm.sms.SmsLimits;

/** The outbox, and the limits of mails and text messages. */
public record Delivery(Outbox outbox, MailLimits mailLimits, SmsLimits smsLimits) {

    public static Delivery create(TokenBuckets buckets) {
        return new Delivery(new Outbox(), new MailLimits(buckets), new SmsLimits());
    }
}
