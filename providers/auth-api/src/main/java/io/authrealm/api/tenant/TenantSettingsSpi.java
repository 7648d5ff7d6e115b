package io.authrealm.api.tenant;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * Makes {@link TenantSettingsProvider} known to the server as a type of component.
 *
 * <p>Internal: any release may change it. The settings themselves are stable.
 */
public final class TenantSettingsSpi implements Spi {

    /** Otherwise Keycloak would warn of the pack's own provider at each start. */
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "authrealm-tenant-settings";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return TenantSettingsProvider.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return TenantSettingsProviderFactory.class;
    }
}
