package io.authrealm.api.caller;

import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.TokenBuckets;

/**
 * Limits how often a signed-in user may guess a secret of the own account or have messages sent.
 * All such requests of a user share one limit.
 *
 * @param buckets the server's; each node counts for itself
 */
public record SensitiveLimit(TokenBuckets buckets) {

    /** Takes a permit and returns zero, or returns the seconds until there is one. */
    public int take(Caller caller) {
        return take(caller.tenant(), caller.userId());
    }

    /** The same for a user who is about to sign in. */
    public int take(Tenant tenant, String userId) {
        return buckets.take(tenant.bucket("sensitive", userId), tenant.settings().sensitive());
    }
}
