package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.UsedCredentials;
import io.authrealm.api.tenant.TenantSettings;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What an admin's demand for a second factor means for a sign-in that is through with its flow. The
 * demand is asked for each time, so it holds whatever has become of the user's credentials since.
 */
public final class SecondFactorDemand {

    /** The user attribute that holds the demand. */
    public static final String ATTRIBUTE = "mfaRequired";

    /** What stands between a sign-in and its end. */
    public enum Verdict {
        /** Nothing is demanded, or a second factor was used. */
        SATISFIED,

        /** The user has no second factor and has to set one up first. */
        SET_UP,

        /** The user has one, and the flow has not asked for it. */
        NOT_ASKED
    }

    /**
     * The credentials that are more than a password. A passkey is one, although it takes the place
     * of the password, because it is a thing that its owner has unlocked.
     */
    private static final Set<String> FACTORS =
            Set.of(
                    OTPCredentialModel.TYPE,
                    RecoveryAuthnCodesCredentialModel.TYPE,
                    WebAuthnCredentialModel.TYPE_TWOFACTOR,
                    WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    private static final String SET_UP_NOTE = "authrealm.second_factor_set_up";

    private SecondFactorDemand() {}

    /** Whether an admin demands a second factor of the user. */
    public static boolean isMadeOf(UserModel user) {
        return Boolean.parseBoolean(user.getFirstAttribute(ATTRIBUTE));
    }

    public static Verdict verdict(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        UserModel user = authentication.getAuthenticatedUser();
        if (!isMadeOf(user)
                || TenantSettings.of(authentication.getRealm()).isEmpty()
                || wasUsed(session, authentication)) {
            return Verdict.SATISFIED;
        }
        return FACTORS.stream().anyMatch(user.credentialManager()::isConfiguredFor)
                ? Verdict.NOT_ASKED
                : Verdict.SET_UP;
    }

    /** What the user has to do on a page before the sign-in can end, the demand included. */
    public static List<String> pendingActions(HeadlessProcessor finished, Verdict verdict) {
        String setUp = UserModel.RequiredAction.CONFIGURE_TOTP.name();
        List<String> pending = finished.pendingActions();
        // A realm can have switched the action off that Keycloak would have asked for.
        return verdict == Verdict.SATISFIED || pending.contains(setUp)
                ? pending
                : Stream.concat(pending.stream(), Stream.of(setUp)).sorted().toList();
    }

    /** Counts what the user has set up in this sign-in as used in it. */
    public static void setUp(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(SET_UP_NOTE, "true");
    }

    private static boolean wasUsed(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(SET_UP_NOTE) != null
                || UsedCredentials.of(authentication).stream().anyMatch(FACTORS::contains)
                || wasUsedInSession(session, authentication);
    }

    /**
     * The steps of this sign-in, and of the earlier one whose cookie lets the user in, if it does.
     */
    private static boolean wasUsedInSession(
            KeycloakSession session, AuthenticationSessionModel authentication) {
        RealmModel realm = authentication.getRealm();
        return UsedCredentials.executionsOfSession(authentication).stream()
                .map(realm::getAuthenticationExecutionById)
                .anyMatch(step -> step != null && FACTORS.contains(categoryOf(session, step)));
    }

    private static String categoryOf(KeycloakSession session, AuthenticationExecutionModel step) {
        AuthenticatorFactory factory =
                step.getAuthenticator() == null
                        ? null
                        : (AuthenticatorFactory)
                                session.getKeycloakSessionFactory()
                                        .getProviderFactory(
                                                Authenticator.class, step.getAuthenticator());
        String category = factory == null ? null : factory.getReferenceCategory();
        return category == null ? "" : category;
    }
}
