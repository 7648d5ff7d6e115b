package io.authrealm.hashing;

import org.keycloak.Config;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Serves credentials whose algorithm is {@value #ID}: any encoded string that the pack supports.
 */
public final class EncodedPasswordHashProviderFactory implements PasswordHashProviderFactory {

    /** The algorithm of imported encoded hashes. */
    public static final String ID = "authrealm-encoded";

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
