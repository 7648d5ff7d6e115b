package io.authrealm.authenticators;

import org.keycloak.Config;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes a {@link StepWithoutSetup}, which has no options of the server either. */
interface StepWithoutSetupFactory extends AuthenticatorFactory {

    @Override
    default boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
