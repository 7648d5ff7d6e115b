package io.authrealm.api.flow;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.services.managers.DefaultBruteForceProtector;

/**
 * Keycloak's flow engine without a browser at the other end. It stops where the engine would send
 * the browser on, and leaves the counting of failures to the caller, who knows the whole outcome.
 */
public final class HeadlessProcessor extends AuthenticationProcessor {

    /**
     * Keeps steps that behave differently behind a page from taking this for the browser's path.
     */
    static final String FLOW_PATH = "authrealm";

    HeadlessProcessor() {}

    /**
     * What the user still has to do on a page before signing in, by the aliases of required
     * actions.
     */
    public List<String> pendingActions() {
        evaluateRequiredActionTriggers();
        return Stream.concat(
                        authenticationSession.getAuthenticatedUser().getRequiredActionsStream(),
                        authenticationSession.getRequiredActions().stream())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    protected Response authenticationComplete() {
        return null;
    }

    /**
     * Reads locks without taking part in Keycloak's own queue of attempts, which refuses the second
     * of two honest sign-ins at the same moment; our sign-in gate makes it wait instead.
     */
    @Override
    public BruteForceProtector getBruteForceProtector() {
        if (protector == null) {
            protector = new DefaultBruteForceProtector(session.getKeycloakSessionFactory());
        }
        return protector;
    }

    @Override
    public void logFailure(String executionId) {
        // Counted once for each attempt, by the caller.
    }

    /** The signature that {@link #logFailure(String)} had in Keycloak 26.5. */
    public void logFailure() {
        logFailure(null);
    }
}
