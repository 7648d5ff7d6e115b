package io.authrealm.authenticators;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The factory of the step {@value #ID}. Put it directly after the step that verifies the password.
 */
public final class BreachedPasswordAuthenticatorFactory implements StepWithoutSetupFactory {

    /** The id that a flow's execution names. */
    public static final String ID = "authrealm-breached-password";

    static final String ASKED = "authrealm.breached-password.asked";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    /**
     * The required actions, by their aliases, that the step asks for in a flow without pages. The
     * caller adds them to the user after the sign-in.
     */
    public static List<String> actionsFromNextSignInOn(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(ASKED) == null
                ? List.of()
                : List.of(BreachedPasswordAuthenticator.UPDATE_PASSWORD);
    }

    /** The user has chosen another password in the same sign-in, so the step asks for none. */
    public static void passwordChangedOn(AuthenticationSessionModel authentication) {
        authentication.removeAuthNote(ASKED);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return BreachedPasswordAuthenticator.INSTANCE;
    }

    @Override
    public String getDisplayType() {
        return "AuthRealm breached password";
    }

    @Override
    public String getHelpText() {
        return "Looks the given password up among those seen in data breaches. Always lets the user in,"
                + " records an event, and can ask for a new password. Put it directly after the step"
                + " that verifies the password.";
    }

    @Override
    public @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(BreachedPasswordAuthenticator.UPDATE_PASSWORD_OPTION)
                .label("Ask for a new password")
                .helpText(
                        "Gives the user the required action Update Password: at once on a page, from"
                                + " the next sign-in on elsewhere.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(false)
                .add()
                .build();
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }
}
