package io.authrealm.sms;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * Makes {@link SmsSender} known to the server.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 */
public final class SmsSenderSpi implements Spi {

    /** The name in the options {@code --spi-authrealm-sms--*}. */
    public static final String NAME = "authrealm-sms";

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return SmsSender.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return SmsSenderFactory.class;
    }
}
