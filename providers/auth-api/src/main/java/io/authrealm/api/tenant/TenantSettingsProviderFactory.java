package io.authrealm.api.tenant;

import io.authrealm.api.keycloak.ActingAdmin;
import io.authrealm.api.keycloak.BadRequest;
import io.authrealm.api.keycloak.RealmRevisions;
import java.util.List;
import java.util.Optional;
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
 * admin REST API, the console. A change takes effect at once, on all nodes. Server options give
 * names to realms:
 *
 * <ul>
 *   <li>{@code spi-authrealm-tenant-settings--authrealm--host-names}: {@code name=realm}, separated
 *       by commas; host names that mean the realm at the origin root;
 *   <li>{@code spi-authrealm-tenant-settings--authrealm--email-domains}: the same for the domains
 *       of email addresses.
 * </ul>
 */
public final class TenantSettingsProviderFactory
        implements ComponentFactory<TenantSettingsProvider, TenantSettingsProvider> {

    /** The provider id that realm JSON names. */
    public static final String ID = "authrealm";

    private AssignedNames assigned;
    private TenantDirectory directory;

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
        Optional<String> refusal = refusal(session, realm, model);
        if (refusal.isPresent() && ActingAdmin.isServer(session)) {
            throw new ComponentValidationException(refusal.get());
        }
        if (refusal.isPresent()) {
            // Keycloak turns the other exception into a server error while a realm is created.
            throw BadRequest.of(refusal.get());
        }
    }

    private Optional<String> refusal(
            KeycloakSession session, RealmModel realm, ComponentModel model) {
        TenantSettings settings;
        try {
            settings = TenantSettings.of(model);
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
        boolean second =
                realm.getComponentsStream(realm.getId(), TenantSettingsProvider.class.getName())
                        .anyMatch(other -> !other.getId().equals(model.getId()));
        if (second) {
            return Optional.of("The realm has AuthRealm settings already.");
        }
        return new RootClaimsCheck(session, realm, assigned)
                .refusal(model, RootClaims.of(settings))
                .or(() -> SettingsCheck.refusal(session, realm, model));
    }

    @Override
    public void onCreate(KeycloakSession session, RealmModel realm, ComponentModel model) {
        RealmRevisions.announce(session);
        AddressFill.afterCommit(session, realm.getId());
        RotationNotice.write(realm);
        SettingsWritten.afterCommit(session, realm.getId());
    }

    @Override
    public void onUpdate(
            KeycloakSession session,
            RealmModel realm,
            ComponentModel oldModel,
            ComponentModel newModel) {
        RealmRevisions.announce(session);
        RotationNotice.write(realm);
        SettingsWritten.afterCommit(session, realm.getId());
    }

    @Override
    public void preRemove(KeycloakSession session, RealmModel realm, ComponentModel model) {
        RealmRevisions.announce(session);
        AddressFill.forget(session, realm.getId());
    }

    @Override
    public void init(Config.Scope config) {
        assigned = AssignedNames.of(config::get);
        directory = new TenantDirectory(assigned);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // The import of a whole realm brings its components without calling onCreate.
        factory.register(
                event -> {
                    if (event instanceof RealmModel.RealmPostCreateEvent created) {
                        RealmRevisions.announce(created.getKeycloakSession());
                        RealmModel realm = created.getCreatedRealm();
                        realm.getComponentsStream(
                                        realm.getId(), TenantSettingsProvider.class.getName())
                                .findFirst()
                                .ifPresent(settings -> RotationNotice.write(realm));
                        AddressFill.afterCommit(created.getKeycloakSession(), realm.getId());
                    } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
                        RealmRevisions.announce(removed.getKeycloakSession());
                        AddressFill.settleAfterCommit(removed.getKeycloakSession());
                    }
                });
    }

    @Override
    public void close() {}
}
