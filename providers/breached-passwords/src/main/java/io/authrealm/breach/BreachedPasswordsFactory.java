package io.authrealm.breach;

import org.keycloak.provider.ProviderFactory;

/** Creates the one {@link BreachedPasswords} of the server. */
public interface BreachedPasswordsFactory extends ProviderFactory<BreachedPasswords> {}
