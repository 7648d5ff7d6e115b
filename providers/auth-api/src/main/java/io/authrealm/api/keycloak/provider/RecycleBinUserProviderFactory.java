package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.EmailScope;
import io.authrealm.api.keycloak.RecycleBinSwitch;
import jakarta.persistence.EntityManager;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.exportimport.ExportImportConfig;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserProvider;
import org.keycloak.models.jpa.JpaUserProviderFactory;

/**
 * Replaces Keycloak's factory of the same id. With the server option {@code
 * spi-user--jpa--recycle-bin=false} deleted users show as disabled ones. They also do in an export,
 * which would lose them otherwise.
 */
public final class RecycleBinUserProviderFactory extends JpaUserProviderFactory
        implements RecycleBinSwitch, EmailScope.Storage {

    private boolean isOn;
    private EmailScope emailScope;

    @Override
    public UserProvider create(KeycloakSession session) {
        if (ExportImportConfig.ACTION_EXPORT.equals(ExportImportConfig.getAction())) {
            return super.create(session);
        }
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return isOn
                ? new RecycleBinUserProvider(session, entities, emailScope)
                : new AddressedUserProvider(session, entities, emailScope);
    }

    @Override
    public boolean isOn() {
        return isOn;
    }

    @Override
    public EmailScope emailScope() {
        return emailScope;
    }

    @Override
    public void init(Config.Scope config) {
        isOn = config.getBoolean("recycle-bin", true);
        emailScope = EmailScope.chosen();
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
