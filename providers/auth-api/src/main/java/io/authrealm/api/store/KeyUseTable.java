package io.authrealm.api.store;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** The table of {@link KeyUses}. Its rows go with their user and their realm. */
public final class KeyUseTable implements JpaEntityProviderFactory {

    /** The first ten letters name the table of the change log. */
    private static final String ID = "key-authrealm";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new ChangeLog(ID, "META-INF/authrealm/key-use.xml", List.of(KeyUseEntity.class));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(KeyUseTable::on);
    }

    private static void on(ProviderEvent event) {
        if (event instanceof UserModel.UserRemovedEvent removed) {
            KeyUses.forgetUser(removed.getKeycloakSession(), removed.getUser().getId());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            KeyUses.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
        }
    }

    @Override
    public void close() {}
}
