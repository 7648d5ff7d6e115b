package io.authrealm.api.delivery;

import io.authrealm.core.limits.TokenBuckets;
import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.core.text.EmailSyntax;
import java.time.Duration;

/**
 * Limits the mails that clients request. Links and codes have limits of their own: a stranger who
 * requests many links to an address must not keep its user from a code. Each node counts for
 * itself.
 */
public final class MailLimits {

    private static final double SECONDS_PER_HOUR = Duration.ofHours(1).toSeconds();

    private final TokenBuckets buckets;

    public MailLimits(TokenBuckets buckets) {
        this.buckets = buckets;
    }

    /**
     * Takes a permit to mail a link to an address, known or not.
     *
     * @param perHour mails at once, which come back evenly over an hour; zero is unlimited
     * @return zero, or the seconds until there is a permit
     */
    public int takeForLink(String realmId, String address, int perHour) {
        return take("link", realmId, EmailSyntax.normalized(address), perHour);
    }

    /**
     * Takes a permit to mail a code for a user to an address, which the user may choose.
     *
     * @param perHour for the address and for the user, as in {@link #takeForLink}
     * @return zero, or the seconds until there is a permit
     */
    public int takeForCode(String realmId, String userId, String address, int perHour) {
        int wait = take("code-user", realmId, userId, perHour);
        return wait > 0 ? wait : take("code", realmId, EmailSyntax.normalized(address), perHour);
    }

    private int take(String kind, String realmId, String key, int perHour) {
        return buckets.take(
                "mail-" + kind + '|' + realmId + '|' + key,
                new Limit(perHour / SECONDS_PER_HOUR, perHour));
    }
}
