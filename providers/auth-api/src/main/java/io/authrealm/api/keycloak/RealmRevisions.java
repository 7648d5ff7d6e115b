package io.authrealm.api.keycloak;

import io.authrealm.hashing.compat.KeycloakMethod;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.provider.Provider;

/**
 * Tells whether a realm or a client has changed, without reading it. Keycloak's cache of realms
 * gives each of them a new number when it changes. The node that commits a change tells the others,
 * whether they have the realm in their cache or not.
 *
 * <p>The numbers are of this node, and are forgotten in time. So a number that differs means that
 * there may be a change, and two absent ones that there is most probably none.
 */
public final class RealmRevisions {

    /** What is announced has a number too. */
    private static final String ANNOUNCED = "authrealm-tenants";

    private static final String CACHE = "realmRevisions";

    private final boolean areKept;
    private final Map<String, Long> numbers;

    RealmRevisions(boolean areKept, Map<String, Long> numbers) {
        this.areKept = areKept;
        this.numbers = numbers;
    }

    /** Those of this node. They can be used in other sessions too. */
    public static RealmRevisions of(KeycloakSession session) {
        boolean areKept = session.getProvider(CacheRealmProvider.class) != null;
        return new RealmRevisions(areKept, areKept ? numbers(session) : Map.of());
    }

    @SuppressWarnings("unchecked") // Keycloak's cache of numbers is such a map.
    private static Map<String, Long> numbers(KeycloakSession session) {
        Method getCache = KeycloakMethod.oneOf(KeycloakMethod.GET_CACHE);
        Provider caches =
                session.getProvider(getCache.getDeclaringClass().asSubclass(Provider.class));
        try {
            return (Map<String, Long>) getCache.invoke(caches, CACHE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Keycloak's cache of realms cannot be read", e);
        }
    }

    /** Says to every node, as soon as the transaction is committed, that tenants have changed. */
    public static void announce(KeycloakSession session) {
        CacheRealmProvider cache = session.getProvider(CacheRealmProvider.class);
        if (cache != null) {
            cache.registerInvalidation(ANNOUNCED);
        }
    }

    /** Differs from what it was if a change was announced since; may be null. */
    public Object lastAnnounced() {
        return numbers.get(ANNOUNCED);
    }

    /**
     * The number of a realm or client; may be null. If Keycloak has no cache of realms, it is
     * another one each time.
     *
     * @param id of a realm, or of a client, which is not its client id
     */
    public Object of(String id) {
        return areKept ? numbers.get(id) : new Object();
    }

    /**
     * Whether a realm or client is as it was. Each change of anything gets a higher number than all
     * before. What was not in Keycloak's cache had none, and gets that of the last change if it is
     * only loaded. A change in the very moment of loading can be missed, so some realms have to be
     * read again anyway.
     *
     * @param before its number then
     * @param announced the number of the last announced change then; may be null
     */
    public boolean isUnchanged(String id, Object before, Object announced) {
        Object now = of(id);
        return Objects.equals(now, before)
                || (before == null
                        && now instanceof Long number
                        && announced instanceof Long last
                        && number <= last);
    }
}
