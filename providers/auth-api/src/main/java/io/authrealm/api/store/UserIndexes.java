package io.authrealm.api.store;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Indexes on Keycloak's table of users, for the orders and filters of the list of users. They have
 * a change log of their own, so that an operator who creates them by hand can switch it off: {@code
 * spi-jpa-entity-provider--idx-authrealm--enabled=false}.
 */
public final class UserIndexes implements JpaEntityProviderFactory {

    /** The first ten letters name the table of the change log. */
    private static final String ID = "idx-authrealm";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new ChangeLog(ID, "META-INF/authrealm/user-indexes.xml", List.of());
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
