package io.authrealm.hashing;

import org.keycloak.provider.ProviderFactory;

/** Makes the one {@link PasswordHashing} of the server. */
public interface PasswordHashingFactory extends ProviderFactory<PasswordHashing> {}
