package io.authrealm.api.http;

import io.authrealm.api.tenant.TenantResolver;
import io.authrealm.core.limits.TokenBuckets;

/**
 * What outlives a request: one instance on each node, all of it bounded.
 *
 * @param buckets the limiters' buckets; each node counts for itself
 * @param tenantRules how a request at the origin root finds its tenant
 * @param readiness asks the database whether it answers
 * @param startedAt the {@link System#nanoTime} at which the server came up
 */
public record HttpState(
        TokenBuckets buckets,
        TenantResolver.Rules tenantRules,
        Readiness readiness,
        long startedAt) {

    public static HttpState create(TokenBuckets buckets, TenantResolver.Rules tenantRules) {
        return new HttpState(buckets, tenantRules, new Readiness(), System.nanoTime());
    }
}
