package io.authrealm.breach;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.policy.PasswordPolicyProviderFactory;

/** Makes a password policy that a realm has at most once, and that keeps nothing open. */
interface SinglePolicyFactory extends PasswordPolicyProviderFactory {

    @Override
    default boolean isMultiplSupported() {
        return false;
    }

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
