package io.authrealm.api.keycloak;

import org.keycloak.models.RealmModel;
import org.keycloak.models.cache.CachedRealmModel;

/** A realm as the database has it now. */
public final class FreshRealm {

    private FreshRealm() {}

    /**
     * Lets {@code realm} forget what Keycloak's cache has of it. Another node, or a change that
     * waited for the same lock, may have written since.
     */
    public static void read(RealmModel realm) {
        if (realm instanceof CachedRealmModel cached) {
            cached.invalidate();
        }
    }
}
