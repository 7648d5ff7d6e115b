package io.authrealm.api.store;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/**
 * A change log that Keycloak applies to its database when it starts.
 *
 * @param factoryId the id of the factory that makes this object
 * @param location on the class path
 * @param entities the entities whose tables the change log creates
 */
record ChangeLog(String factoryId, String location, List<Class<?>> entities)
        implements JpaEntityProvider {

    @Override
    public List<Class<?>> getEntities() {
        return entities;
    }

    @Override
    public String getChangelogLocation() {
        return location;
    }

    @Override
    public String getFactoryId() {
        return factoryId;
    }

    @Override
    public void close() {}
}
