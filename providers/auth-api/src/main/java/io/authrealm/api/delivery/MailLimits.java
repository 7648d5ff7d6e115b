package io.authrealm.api.delivery;

import io.authrealm.core.limits.TokenBuckets;
import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.core.text.EmailSyntax;
import java.time.Duration;

/**
 * How many mails anybody can have sent to an address, whether or not it is known here: nobody's
 * mailbox is to be filled through this server. On each node of the server for itself.
 */
public final class MailLimits {

    private static final double SECONDS_PER_HOUR = Duration.ofHours(1).toSeconds();

    private final TokenBuckets buckets;

    public MailLimits(TokenBuckets buckets) {
        this.buckets = buckets;
    }

    /**
     * Takes the right to one mail.
     *
     * @param perHour mails at once, which come back evenly over an hour; zero is unlimited
     * @return zero, or the seconds until there is such a right
     */
    public int take(String realmId, String address, int perHour) {
        return buckets.take(
                "mail|" + realmId + '|' + EmailSyntax.normalized(address),
                new Limit(perHour / SECONDS_PER_HOUR, perHour));
    }
}
