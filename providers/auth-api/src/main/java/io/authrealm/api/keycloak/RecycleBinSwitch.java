package io.authrealm.api.keycloak;

import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserProvider;

/** A storage of users that can hide the deleted ones. */
public interface RecycleBinSwitch {

    boolean isOn();

    /** Whether the storage of users on this server hides deleted ones. */
    static boolean isInPlace(KeycloakSessionFactory factory) {
        return factory.getProviderFactory(UserProvider.class) instanceof RecycleBinSwitch found
                && found.isOn();
    }
}
