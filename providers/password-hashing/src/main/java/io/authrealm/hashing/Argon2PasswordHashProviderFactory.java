package io.authrealm.hashing;

import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.common.Profile;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.EnvironmentDependentProviderFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Replaces Keycloak's provider of the same id, and is the default as that one was. */
public final class Argon2PasswordHashProviderFactory
        implements PasswordHashProviderFactory,
                EnvironmentDependentProviderFactory,
                ServerInfoAwareProviderFactory {

    /** More than the 300 of Keycloak's own. */
    private static final int ORDER = 1000;

    private Argon2Settings settings;
    private KeycloakSessionFactory sessions;

    @Override
    public String getId() {
        return StoredArgon2.ALGORITHM;
    }

    @Override
    public int order() {
        return ORDER;
    }

    /** Argon2 is not among the algorithms of FIPS 140. */
    @Override
    public boolean isSupported(Config.Scope config) {
        return !Profile.isFeatureEnabled(Profile.Feature.FIPS);
    }

    @Override
    public void init(Config.Scope config) {
        settings = Argon2Settings.of(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        sessions = factory;
    }

    @Override
    public PasswordHashProvider create(KeycloakSession session) {
        return new Argon2PasswordHashProvider(
                session, session.getProvider(PasswordHashing.class), settings);
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return HashingOptions.properties();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return sessions.getProviderFactory(PasswordHashing.class)
                        instanceof ServerPasswordHashingFactory server
                ? server.describe()
                : Map.of();
    }

    @Override
    public void close() {}
}
