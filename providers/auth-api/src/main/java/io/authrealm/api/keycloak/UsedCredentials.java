package io.authrealm.api.keycloak;

import java.util.List;
import java.util.Set;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.models.Constants;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

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

    /** The ids of the executions that an earlier sign-in in the same session has completed. */
    public static Set<String> executionsOfSession(AuthenticationSessionModel authentication) {
        return executions(
                authentication.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED));
    }

    /** The ids of the executions that the sign-in of a session has completed. */
    public static Set<String> executionsOf(UserSessionModel session) {
        return executions(session.getNote(Constants.AUTHENTICATORS_COMPLETED));
    }

    private static Set<String> executions(String completed) {
        return AuthenticatorUtils.parseCompletedExecutions(completed).keySet();
    }
}
