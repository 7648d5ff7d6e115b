package io.authrealm.breach;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Registers {@link BreachedPasswords} as an SPI of the server. */
public final class BreachedPasswordsSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "authrealm-breached-passwords";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return BreachedPasswords.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return BreachedPasswordsFactory.class;
    }
}
