package io.authrealm.api.tenant;

import org.keycloak.provider.Provider;

/**
 * The component by which a realm opts in to the API. It has no behaviour of its own: its
 * configuration is read as {@link TenantSettings}.
 *
 * <p>Internal: any release may change it.
 */
public interface TenantSettingsProvider extends Provider {}
