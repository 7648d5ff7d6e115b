package io.authrealm.hashing;

import org.keycloak.Config;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Replaces one of Keycloak's own factories, and puts what it makes behind the limiter. */
interface LimitedPasswordHashProviderFactory extends PasswordHashProviderFactory {

    /** The replaced factory, each time the same object. */
    PasswordHashProviderFactory keycloaks();

    @Override
    default String getId() {
        return keycloaks().getId();
    }

    @Override
    default int order() {
        return keycloaks().order() + 1;
    }

    @Override
    default PasswordHashProvider create(KeycloakSession session) {
        return new LimitedPasswordHashProvider(session, getId(), keycloaks().create(session));
    }

    @Override
    default void init(Config.Scope config) {
        keycloaks().init(config);
    }

    @Override
    default void postInit(KeycloakSessionFactory factory) {
        keycloaks().postInit(factory);
    }

    @Override
    default void close() {
        keycloaks().close();
    }
}
