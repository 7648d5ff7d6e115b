package io.authrealm.hashing;

import org.keycloak.Config;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Verifies the credentials of the keycloak-bcrypt extension unchanged. */
public final class BcryptPasswordHashProviderFactory implements PasswordHashProviderFactory {

    /** The algorithm that the extension stores. */
    public static final String ID = "bcrypt";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public PasswordHashProvider create(KeycloakSession session) {
        return new EncodedPasswordHashProvider(session, session.getProvider(PasswordHashing.class));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
