package io.authrealm.api.store;

import java.time.Duration;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.timer.TimerProvider;

/**
 * The pack's own tables, in Keycloak's database and transactions. Rows go with their user and their
 * realm, and some days after their end, so the tables do not grow for ever. The server option
 * {@code spi-jpa-entity-provider--authrealm--clean-up-interval} (default 3600) is in seconds.
 */
public final class ApiEntities implements JpaEntityProviderFactory {

    static final String ID = "authrealm";

    private static final int HOUR = 3600;

    private Duration cleanUpInterval;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new ChangeLog(
                ID,
                "META-INF/authrealm/changelog.xml",
                List.of(
                        LinkEntity.class,
                        DeletedUserEntity.class,
                        ImportEntity.class,
                        ImportErrorEntity.class,
                        SessionEndEntity.class,
                        RefreshChainEntity.class,
                        TrustedDeviceEntity.class,
                        CreditEntity.class,
                        ApiKeyEntity.class,
                        InviteEntity.class,
                        AddressEntity.class,
                        TenantEntity.class,
                        LockEntity.class));
    }

    @Override
    public void init(Config.Scope config) {
        cleanUpInterval = Duration.ofSeconds(Math.max(1, config.getInt("clean-up-interval", HOUR)));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(this::on);
    }

    private void on(ProviderEvent event) {
        if (event instanceof PostMigrationEvent migrated) {
            KeycloakModelUtils.runJobInTransaction(
                    migrated.getFactory(),
                    session ->
                            session.getProvider(TimerProvider.class)
                                    .scheduleTask(
                                            ApiEntities::forgetOld,
                                            cleanUpInterval.toMillis(),
                                            "authrealm-forget-old"));
        } else if (event instanceof UserModel.UserRemovedEvent removed) {
            Links.forgetUser(
                    removed.getKeycloakSession(),
                    removed.getRealm().getId(),
                    removed.getUser().getId());
            SessionEnds.forgetUser(removed.getKeycloakSession(), removed.getUser().getId());
            DeviceTokens.forgetUser(
                    removed.getKeycloakSession(),
                    removed.getRealm().getId(),
                    removed.getUser().getId());
            StoredApiKeys.forgetUser(
                    removed.getKeycloakSession(),
                    removed.getRealm().getId(),
                    removed.getUser().getId());
            Invites.forgetUser(
                    removed.getKeycloakSession(), removed.getRealm().getId(), removed.getUser());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            Links.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            Imports.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            SessionEnds.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            RefreshChains.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            DeviceTokens.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            Credits.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            StoredApiKeys.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            Invites.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
            new Addresses(removed.getKeycloakSession()).forgetRealm(removed.getRealm().getId());
            StoredTenants.forgetRealm(removed.getKeycloakSession(), removed.getRealm().getId());
        }
    }

    private static void forgetOld(KeycloakSession session) {
        Links.forgetOld(session);
        Imports.forgetOld(session);
        RefreshChains.forgetOld(session);
        DeviceTokens.forgetOld(session);
        StoredApiKeys.forgetOld(session);
        Invites.forgetOld(session);
    }

    @Override
    public void close() {}
}
