package io.authrealm.api.tenant;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Describes and validates the settings of a tenant, wherever they are written: realm JSON, the
 * admin REST API, the console. A change takes effect at once on the node that wrote it and within
 * seconds on the others.
 */
public final class TenantSettingsProviderFactory
        implements ComponentFactory<TenantSettingsProvider, TenantSettingsProvider> {

    /** The provider id that realm JSON names. */
    public static final String ID = "authrealm";

    private final TenantDirectory directory = new TenantDirectory();

    TenantDirectory directory() {
        return directory;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TenantSettingsProvider create(KeycloakSession session, ComponentModel model) {
        return () -> {};
    }

    @Override
    public String getHelpText() {
        return "Opens this realm to the AuthRealm API.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return TenantSettings.PROPERTIES;
    }

    @Override
    public void validateConfiguration(
            KeycloakSession session, RealmModel realm, ComponentModel model)
            throws ComponentValidationException {
        try {
            TenantSettings.of(model);
        } catch (IllegalArgumentException e) {
            throw new ComponentValidationException(e.getMessage());
        }
        boolean second =
                realm.getComponentsStream(realm.getId(), TenantSettingsProvider.class.getName())
                        .anyMatch(other -> !other.getId().equals(model.getId()));
        if (second) {
            throw new ComponentValidationException("The realm has AuthRealm settings already.");
        }
    }

    @Override
    public void onCreate(KeycloakSession session, RealmModel realm, ComponentModel model) {
        directory.forgetAfterCommit(session);
        RotationNotice.write(realm);
    }

    @Override
    public void onUpdate(
            KeycloakSession session,
            RealmModel realm,
            ComponentModel oldModel,
            ComponentModel newModel) {
        directory.forgetAfterCommit(session);
        RotationNotice.write(realm);
    }

    @Override
    public void preRemove(KeycloakSession session, RealmModel realm, ComponentModel model) {
        directory.forgetAfterCommit(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // The import of a whole realm brings its components without calling onCreate.
        factory.register(
                event -> {
                    if (event instanceof RealmModel.RealmPostCreateEvent created) {
                        directory.forgetAfterCommit(created.getKeycloakSession());
                        RealmModel realm = created.getCreatedRealm();
                        realm.getComponentsStream(
                                        realm.getId(), TenantSettingsProvider.class.getName())
                                .findFirst()
                                .ifPresent(settings -> RotationNotice.write(realm));
                    } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
                        directory.forgetAfterCommit(removed.getKeycloakSession());
                    }
                });
    }

    @Override
    public void close() {}
}
