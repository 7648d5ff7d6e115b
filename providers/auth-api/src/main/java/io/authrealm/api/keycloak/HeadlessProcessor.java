package io.authrealm.api.keycloak;

import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.services.managers.DefaultBruteForceProtector;

/**
 * Keycloak's flow engine without a browser at the other end. It stops where the engine would send
 * the browser on, and leaves the counting of failures to the caller, who knows the whole outcome.
 */
public final class HeadlessProcessor extends AuthenticationProcessor {

    /** What each step that was run said, in the order in which they were run. */
    private final List<Result> results = new ArrayList<>();

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

    /** What the step that was run last said; nothing if none was run yet. */
    Optional<Result> lastResult() {
        return IntStream.rangeClosed(1, results.size())
                .mapToObj(i -> results.get(results.size() - i))
                .filter(result -> result.getStatus() != null)
                .findFirst();
    }

    /** Whether a step that {@code wanted} accepts has said that it is satisfied. */
    boolean hasSucceeded(Predicate<FlowStep> wanted) {
        return results.stream()
                .filter(result -> result.getStatus() == FlowStatus.SUCCESS)
                .map(result -> FlowStep.of(result.getExecution().getAuthenticator()))
                .anyMatch(step -> step.filter(wanted).isPresent());
    }

    /** Whether a step has written an error event. */
    boolean hasWrittenError() {
        return event instanceof LoginEvent login && login.isError();
    }

    @Override
    public EventBuilder newEvent() {
        event = TracedEvents.traced(new LoginEvent(realm, session, connection));
        return event;
    }

    @Override
    public Result createAuthenticatorContext(
            AuthenticationExecutionModel execution,
            Authenticator authenticator,
            List<AuthenticationExecutionModel> executions) {
        Result result = super.createAuthenticatorContext(execution, authenticator, executions);
        results.add(result);
        return result;
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
