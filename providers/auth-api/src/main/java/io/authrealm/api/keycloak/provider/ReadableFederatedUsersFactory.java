package io.authrealm.api.keycloak.provider;

import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.exportimport.ExportImportConfig;
import org.keycloak.models.KeycloakSession;
import org.keycloak.storage.federated.UserFederatedStorageProvider;
import org.keycloak.storage.jpa.JpaUserFederatedStorageProviderFactory;

/** Replaces Keycloak's factory of the same id. An export has what is stored. */
public final class ReadableFederatedUsersFactory extends JpaUserFederatedStorageProviderFactory {

    @Override
    public UserFederatedStorageProvider create(KeycloakSession session) {
        return ExportImportConfig.ACTION_EXPORT.equals(ExportImportConfig.getAction())
                ? super.create(session)
                : new ReadableFederatedUsers(
                        session,
                        session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
