package io.authrealm.hashing;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PasswordPolicyProviderFactory;

/** The password policy {@value #ID}: a realm's own costs, such as m=19456,t=2,p=1. */
public final class Argon2PolicyFactory implements PasswordPolicyProviderFactory {

    /** The id that a realm's password policy names. */
    public static final String ID = "authrealm-argon2";

    private Argon2Settings ofServer;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        return new Argon2Policy(
                ofServer, session.getProvider(PasswordHashing.class).maxMemoryBytes());
    }

    @Override
    public String getDisplayName() {
        return "Argon2 Parameters";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.STRING_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return ofServer.costs();
    }

    @Override
    public boolean isMultiplSupported() {
        return false;
    }

    @Override
    public void init(Config.Scope config) {
        ofServer = Argon2Settings.ofServer();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
