package io.authrealm.api.keycloak.provider;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The factory of the condition {@value #ID}. Put it into the conditional subflow that asks for the
 * second factor.
 */
public final class UnknownDeviceFactory implements ConditionalAuthenticatorFactory {

    static final String ID = "authrealm-conditional-unknown-device";

    private static final ConditionalAuthenticator CONDITION = new UnknownDevice();

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return CONDITION;
    }

    @Override
    public String getDisplayType() {
        return "AuthRealm condition - unknown device";
    }

    @Override
    public String getHelpText() {
        return "Holds unless the user signs in through the API with the cookie of a device that the"
                + " user trusts. Put it into the conditional subflow that asks for the second"
                + " factor.";
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
