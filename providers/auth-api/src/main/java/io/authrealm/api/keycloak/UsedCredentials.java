package io.authrealm.api.keycloak;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.Constants;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/** The credentials that a sign-in has used so far. */
public final class UsedCredentials {

    private UsedCredentials() {}

    /** The types of credentials that the sign-in has used. */
    public static List<String> of(AuthenticationSessionModel authentication) {
        return AuthenticatorUtil.getAuthnCredentials(authentication);
    }

    /** Records that the sign-in has used a credential of this type. */
    public static void add(AuthenticationSessionModel authentication, String type) {
        AuthenticatorUtil.addAuthCredential(authentication, type);
    }

    /** Whether a step of the sign-in has verified the password. */
    public static boolean isPasswordVerified(AuthenticationSessionModel authentication) {
        return AuthenticatorUtil.isPasswordValidated(authentication);
    }

    /**
     * The ids of the executions that this sign-in has completed. Keycloak adds those of the session
     * whose cookie the browser has, even if another user then signs in. Only those of this sign-in
     * also have a status, and only a step that has run is among the completed ones.
     */
    public static Set<String> executionsOf(AuthenticationSessionModel authentication) {
        Map<String, ExecutionStatus> statuses = authentication.getExecutionStatus();
        return executions(
                        authentication
                                .getUserSessionNotes()
                                .get(Constants.AUTHENTICATORS_COMPLETED))
                .stream()
                .filter(id -> statuses.get(id) == ExecutionStatus.SUCCESS)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The ids of the executions that the sign-in of a session has completed. */
    public static Set<String> executionsOf(UserSessionModel session) {
        return executions(session.getNote(Constants.AUTHENTICATORS_COMPLETED));
    }

    private static Set<String> executions(String completed) {
        return AuthenticatorUtils.parseCompletedExecutions(completed).keySet();
    }
}
