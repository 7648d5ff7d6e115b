package io.authrealm.breach;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Creates the password policy {@value #ID}. Its value says how often a password must have been seen
 * to be refused. {@code ,sources=…} and {@code ,unknown=…} may follow; see {@link BreachRule}.
 */
public final class BreachedPasswordPolicyFactory implements SinglePolicyFactory {

    /** The id that a realm's password policy names. */
    public static final String ID = "breached-password";

    private BreachRule ofServer;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        return new BreachedPasswordPolicy(session, ofServer);
    }

    @Override
    public String getDisplayName() {
        return "Not Breached";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.STRING_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return "1";
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return BreachOptions.properties();
    }

    @Override
    public void init(Config.Scope config) {
        ofServer = BreachOptions.ofServer().rule();
    }
}
