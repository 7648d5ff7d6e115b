package io.authrealm.api.service.tenants;

import io.authrealm.core.limits.AddressKey;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.limits.TokenBuckets;
import java.time.Duration;

/**
 * What slows the creation of tenants down. Each node counts for itself.
 *
 * @param gate lets the creations of one user through one at a time
 */
public record TenantCreationRules(TenantOptions options, TokenBuckets buckets, KeyedGate gate) {

    private static final int MAX_WAITING = 30;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    public static TenantCreationRules create(TenantOptions options, TokenBuckets buckets) {
        return new TenantCreationRules(options, buckets, new KeyedGate(MAX_WAITING, PATIENCE));
    }

    /**
     * Takes a permit of a client and returns zero, or returns the seconds until there is one. To
     * make a tenant costs so much that all clients without a known address have the permits of one.
     *
     * @param address of the client; may be null
     */
    public int take(String address) {
        return buckets.take("new-tenant|" + AddressKey.of(address), options.perAddress());
    }
}
