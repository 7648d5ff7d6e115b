package io.authrealm.hashing;

import org.keycloak.Config;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Serves credentials whose value is an encoded string. */
interface EncodedHashFactory extends PasswordHashProviderFactory {

    @Override
    default PasswordHashProvider create(KeycloakSession session) {
        return new EncodedPasswordHashProvider(session, session.getProvider(PasswordHashing.class));
    }

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
