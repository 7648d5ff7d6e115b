package io.authrealm.api;

import io.authrealm.api.account.SignInProtection;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.imports.ImportPlaces;
import io.authrealm.api.server.Readiness;
import io.authrealm.api.tenant.TenantResolver;
import io.authrealm.api.users.StatisticsCache;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.limits.TokenBuckets;
import java.time.Duration;
import java.time.Instant;

/**
 * What lives as long as the server: one instance on each node, all of it bounded.
 *
 * @param buckets the limiters' buckets, counted on each node for itself
 * @param signIn what slows guesses down
 * @param refreshGate lets the refreshes of one session through one at a time
 * @param delivery sends mails and text messages after the requests that they come from
 * @param statistics the numbers of each tenant's people
 * @param imports how many imports may be at work
 * @param readiness asks the database whether it answers
 * @param rootMount whether the API answers at the origin root as well
 * @param tenantRules how a request at the origin root finds its tenant
 * @param startedAt when the server came up
 */
public record ApiRuntime(
        TokenBuckets buckets,
        SignInProtection signIn,
        KeyedGate refreshGate,
        Delivery delivery,
        StatisticsCache statistics,
        ImportPlaces imports,
        Readiness readiness,
        boolean rootMount,
        TenantResolver.Rules tenantRules,
        Instant startedAt) {

    private static final int MAX_WAITING_REFRESHES = 30;

    private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(2);

    public static ApiRuntime create(boolean rootMount, TenantResolver.Rules tenantRules) {
        TokenBuckets buckets = new TokenBuckets();
        return new ApiRuntime(
                buckets,
                SignInProtection.create(),
                new KeyedGate(MAX_WAITING_REFRESHES, REFRESH_PATIENCE),
                Delivery.create(buckets),
                new StatisticsCache(),
                new ImportPlaces(),
                new Readiness(),
                rootMount,
                tenantRules,
                Instant.now());
    }
}
