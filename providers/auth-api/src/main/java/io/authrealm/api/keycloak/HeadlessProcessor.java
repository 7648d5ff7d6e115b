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
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RequiredActionProviderModel.RequiredActionComparator;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.services.managers.DefaultBruteForceProtector;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * Keycloak's flow engine without a browser. It stops where the engine would redirect the browser.
 * It leaves the counting of failures to the caller, which knows the whole outcome.
 */
public final class HeadlessProcessor extends AuthenticationProcessor {

    /** The results of the steps that ran, in their order. */
    private final List<Result> results = new ArrayList<>();

    /** Not the browser's path, because some steps behave differently behind a page. */
    public static final String FLOW_PATH = "authrealm";

    HeadlessProcessor() {}

    /**
     * The aliases of the required actions that the user must complete on a page before signing in,
     * in the order in which the pages ask for them. Like the pages, it leaves out actions that the
     * realm has switched off. Actions that the realm does not know come last: the pages pass over
     * them, but what they would have asked for cannot be told. What the user cannot do is left out
     * too: to prove an address that there is not, or to name another if the realm's user profile
     * does not let the user edit it.
     */
    public List<String> pendingActions() {
        forgetUpdateOfFixedEmail();
        evaluateRequiredActionTriggers();
        List<String> aliases = aliases().filter(this::isPossible).toList();
        Stream<String> asked =
                aliases.stream()
                        .map(realm::getRequiredActionProviderByAlias)
                        .filter(action -> action != null && action.isEnabled())
                        .sorted(RequiredActionComparator.SINGLETON)
                        .map(RequiredActionProviderModel::getAlias);
        Stream<String> unknown =
                aliases.stream()
                        .filter(alias -> realm.getRequiredActionProviderByAlias(alias) == null)
                        .sorted();
        return Stream.concat(asked, unknown).toList();
    }

    /**
     * Whether a step that is required lets the user set up what is missing, and the realm has
     * switched that action off. The pages pass over it, and the step has asked for nothing.
     */
    boolean asksForSetUpInVain() {
        return authenticationSession
                        .getExecutionStatus()
                        .containsValue(AuthenticationSessionModel.ExecutionStatus.SETUP_REQUIRED)
                && !BrowserContinuation.asksForAll(
                        authenticationSession,
                        List.copyOf(authenticationSession.getRequiredActions()));
    }

    private Stream<String> aliases() {
        return Stream.concat(
                        authenticationSession.getAuthenticatedUser().getRequiredActionsStream(),
                        authenticationSession.getRequiredActions().stream())
                .distinct();
    }

    /**
     * As the page of the action does. If the order stayed, Keycloak would not ask for the proof of
     * the address that the user has.
     */
    private void forgetUpdateOfFixedEmail() {
        String alias = RequiredAction.UPDATE_EMAIL.name();
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(alias);
        if (action != null
                && action.isEnabled()
                && aliases().anyMatch(alias::equals)
                && !isPossible(alias)) {
            authenticationSession.getAuthenticatedUser().removeRequiredAction(alias);
            authenticationSession.removeRequiredAction(alias);
        }
    }

    private boolean isPossible(String alias) {
        UserModel user = authenticationSession.getAuthenticatedUser();
        if (RequiredAction.VERIFY_EMAIL.name().equals(alias)) {
            return user.getEmail() != null && !user.getEmail().isBlank();
        }
        return !RequiredAction.UPDATE_EMAIL.name().equals(alias)
                || !session.getProvider(UserProfileProvider.class)
                        .create(UserProfileContext.UPDATE_EMAIL, user)
                        .getAttributes()
                        .isReadOnly(UserModel.EMAIL);
    }

    /** The result of the step that ran last; nothing if none has run. */
    Optional<Result> lastResult() {
        return IntStream.rangeClosed(1, results.size())
                .mapToObj(i -> results.get(results.size() - i))
                .filter(result -> result.getStatus() != null)
                .findFirst();
    }

    /** Whether a step that {@code wanted} accepts has succeeded. */
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
        if (asksForPasskeyInVain(execution)) {
            concludeInPlaceOf(result);
        }
        results.add(result);
        return result;
    }

    /** The step for passkeys has no result for a known user without one, and the engine fails. */
    private boolean asksForPasskeyInVain(AuthenticationExecutionModel execution) {
        UserModel user = authenticationSession.getAuthenticatedUser();
        return user != null
                && FlowStep.of(execution.getAuthenticator()).equals(Optional.of(FlowStep.PASSKEY))
                && user.credentialManager()
                        .getStoredCredentialsByTypeStream(FlowStep.PASSKEY.credentialType())
                        .findAny()
                        .isEmpty();
    }

    /** An alternative is skipped. A step that is required asks, and the user cannot answer. */
    private static void concludeInPlaceOf(Result result) {
        if (result.getExecution().isAlternative()) {
            result.attempted();
        } else {
            result.challenge(Response.ok().build());
        }
    }

    @Override
    protected Response authenticationComplete() {
        return null;
    }

    /**
     * Reads locks without entering Keycloak's own queue of attempts. That queue refuses the second
     * of two honest sign-ins at the same moment; the gate of the sign-in makes it wait instead.
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
        // The caller counts, once for each attempt.
    }

    /** The signature that {@link #logFailure(String)} had in Keycloak 26.5. */
    public void logFailure() {
        logFailure(null);
    }
}
