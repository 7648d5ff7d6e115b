package io.authrealm.api;

import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.imports.ImportPlaces;
import io.authrealm.api.users.StatisticsCache;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.limits.TokenBuckets;
import java.time.Duration;
import java.time.Instant;

/**
 * What lives as long as the server: one instance on each node, all of it bounded.
 *
 * @param buckets the limiters' buckets, counted on each node for itself
 * @param signInGate lets the attempts on one account through one at a time
 * @param delivery sends mails and text messages after the requests that they come from
 * @param statistics the numbers of each tenant's people
 * @param imports how many imports may be at work
 * @param rootMount whether the API answers at the origin root as well
 * @param defaultTenant the realm of requests at the root that name no tenant, or null
 * @param startedAt when the server came up
 */
public record ApiRuntime(
        TokenBuckets buckets,
        KeyedGate signInGate,
        Delivery delivery,
        StatisticsCache statistics,
        ImportPlaces imports,
        boolean rootMount,
        String defaultTenant,
        Instant startedAt) {

    /**
     * Requests that wait hold a worker thread. Far fewer may wait than there are threads and
     * database connections, so that those inside always get through.
     */
    private static final int MAX_WAITING_SIGN_INS = 60;

    private static final Duration SIGN_IN_PATIENCE = Duration.ofSeconds(10);

    public static ApiRuntime create(boolean rootMount, String defaultTenant) {
        TokenBuckets buckets = new TokenBuckets();
        return new ApiRuntime(
                buckets,
                new KeyedGate(MAX_WAITING_SIGN_INS, SIGN_IN_PATIENCE),
                Delivery.create(buckets),
                new StatisticsCache(),
                new ImportPlaces(),
                rootMount,
                defaultTenant,
                Instant.now());
    }
}
