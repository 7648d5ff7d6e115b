package io.authrealm.api.delivery;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * Makes {@link DeliveryProvider} known to the server.
 *
 * <p>Internal: any release may change it.
 */
public final class DeliverySpi implements Spi {

    /** Otherwise Keycloak would warn of the pack's own provider at each start. */
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "authrealm-delivery";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return DeliveryProvider.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return DeliveryProviderFactory.class;
    }
}
