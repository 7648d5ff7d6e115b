package io.authrealm.api.keycloak;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A way to set up a second factor on Keycloak's pages.
 *
 * @param credentialType what it sets up
 * @param action the required action that does it, by its alias
 */
public record FactorSetUp(String credentialType, String action) {

    /** An authenticator app, which is set up in the API too. */
    public static final FactorSetUp APP =
            new FactorSetUp(
                    OTPCredentialModel.TYPE, UserModel.RequiredAction.CONFIGURE_TOTP.name());

    /** A passkey is none of them: the password still signs in without it. */
    private static final List<FactorSetUp> ALL =
            List.of(
                    APP,
                    new FactorSetUp(
                            KeyKind.SECURITY_KEY.credentialType(),
                            KeyKind.SECURITY_KEY.registration()));

    /** The one that this required action is. */
    public static Optional<FactorSetUp> ofAction(String alias) {
        return ALL.stream().filter(setUp -> setUp.action.equals(alias)).findAny();
    }

    /**
     * Those that lead to something that the flow of the sign-in asks for, and that the realm has
     * not switched off.
     */
    public static List<FactorSetUp> of(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        RealmModel realm = authentication.getRealm();
        Set<String> asked =
                new FlowRunner(session, realm, authentication.getClient())
                        .steps(authentication).stream()
                                .map(FlowStep::credentialType)
                                .collect(Collectors.toSet());
        return ALL.stream()
                .filter(setUp -> asked.contains(setUp.credentialType))
                .filter(setUp -> setUp.isOn(realm))
                .toList();
    }

    /** Whether the realm's pages ask for it. */
    public boolean isOn(RealmModel realm) {
        RequiredActionProviderModel provider = realm.getRequiredActionProviderByAlias(action);
        return provider != null && provider.isEnabled();
    }
}
