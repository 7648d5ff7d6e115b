package io.authrealm.hashing;

import org.keycloak.Config;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.credential.hash.Pbkdf2PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Keycloak's {@code pbkdf2}, behind the limiter. */
public final class LimitedPbkdf2Factory implements PasswordHashProviderFactory {

    // Realms that name it still have passwords that only this class verifies.
    @SuppressWarnings("deprecation")
    private final PasswordHashProviderFactory keycloaks = new Pbkdf2PasswordHashProviderFactory();

    @Override
    public String getId() {
        return keycloaks.getId();
    }

    @Override
    public int order() {
        return keycloaks.order() + 1;
    }

    @Override
    public PasswordHashProvider create(KeycloakSession session) {
        return new LimitedPasswordHashProvider(session, getId(), keycloaks.create(session));
    }

    @Override
    public void init(Config.Scope config) {
        keycloaks.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        keycloaks.postInit(factory);
    }

    @Override
    public void close() {
        keycloaks.close();
    }
}
