package io.authrealm.authenticators;

import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The factory of the step {@value #ID}: user name or email address and password, with or without a
 * page.
 */
public final class PasswordAuthenticatorFactory implements StepWithoutSetupFactory {

    /** The provider id by which flows name the step. */
    public static final String ID = "authrealm-password";

    private static final Requirement[] REQUIREMENTS = {
        Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED
    };

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return PasswordAuthenticator.INSTANCE;
    }

    @Override
    public String getDisplayType() {
        return "AuthRealm password";
    }

    @Override
    public String getHelpText() {
        return "Verifies user name or email and password. Works in browser flows, direct grant flows and the"
                + " API, and takes the same time whether or not the account exists.";
    }

    @Override
    public String getReferenceCategory() {
        return PasswordCredentialModel.TYPE;
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
}
