package io.authrealm.api.delivery;

import org.keycloak.provider.Provider;

/**
 * Where a request finds {@link Delivery}, whether the API or a page of Keycloak answers it.
 *
 * <p>Internal: any release may change it.
 */
public interface DeliveryProvider extends Provider {

    /** The one of this node. */
    Delivery delivery();

    /** It outlives every request. */
    @Override
    default void close() {}
}
