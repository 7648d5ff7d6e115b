package io.authrealm.breach;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * Makes {@link BreachedPasswords} known to the server.
 *
 * <p>Internal: any release may change it.
 */
public final class BreachedPasswordsSpi implements Spi {

    /** Otherwise Keycloak would warn of the pack's own provider at each start. */
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
