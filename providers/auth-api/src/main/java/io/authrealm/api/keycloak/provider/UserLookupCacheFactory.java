package io.authrealm.api.keycloak.provider;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.cache.UserCache;
import org.keycloak.models.cache.infinispan.InfinispanUserCacheProviderFactory;

/** Replaces Keycloak's factory of the same id. */
public final class UserLookupCacheFactory extends InfinispanUserCacheProviderFactory {

    @Override
    public UserCache create(KeycloakSession session) {
        UserCache first = userCache == null ? super.create(session) : null;
        // Keycloak's factory makes the cache when it makes the first session of it.
        return userCache == null ? first : new UserLookupCache(userCache, session);
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
