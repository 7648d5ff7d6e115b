package io.authrealm.api.keycloak;

import io.authrealm.api.keycloak.FlowOutcome.Knowledge;
import io.authrealm.api.keycloak.FlowOutcome.Refusal;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Runs the flow that the tenant's API client is bound to, whatever its steps, with the members of a
 * JSON request. If a step asks, the fields that it wants are submitted, once for each step and
 * request. Members that no step asks for are not used.
 *
 * <p>The engine's own results of the steps decide the outcome. A result that this class does not
 * know is a refusal.
 */
public final class FlowRunner {

    private static final Logger LOG = Logger.getLogger(FlowRunner.class);

    /** More steps than any real sign-in flow has. Ends a flow that asks in a circle. */
    private static final int MAX_STEPS = 16;

    private static final String PASSKEY_STEP = "webauthn-authenticator-passwordless";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;
    private Consumer<AuthenticationSessionModel> whenNew = authentication -> {};

    public FlowRunner(KeycloakSession session, RealmModel realm, ClientModel client) {
        this.session = session;
        this.realm = realm;
        this.client = client;
    }

    /**
     * Starts the flow in a new authentication session. Its id is a UUID, because the user session
     * gets the same id.
     */
    public FlowOutcome start(Map<String, String> inputs) {
        AuthenticationSessionModel authentication = newAuthenticationSession();
        HeadlessRequest request = new HeadlessRequest(session.getContext().getHttpRequest());
        request.submit(inputs, inputs.keySet());
        HeadlessProcessor processor = processor(authentication, request);
        return run(processor, request, inputs, Knowledge.NOBODY, processor::authenticateOnly);
    }

    /**
     * Starts the flow for a user authenticated by other means, such as a magic link. The steps that
     * ask for name and password count as done, so the flow still asks for everything that it asks
     * for after a password. In a flow with a step for passkeys, a passkey counts as that step, and
     * so the flow asks for what it asks for after a passkey.
     */
    public FlowOutcome startProved(UserModel user, Proof proof) {
        AuthenticationSessionModel authentication = newAuthenticationSession();
        authentication.setAuthNote(Details.AUTH_TYPE, proof.name());
        authentication.setAuthenticatedUser(user);
        proof.credentials().forEach(type -> UsedCredentials.add(authentication, type));
        HeadlessRequest request = new HeadlessRequest(session.getContext().getHttpRequest());
        HeadlessProcessor processor = processor(authentication, request);
        countStepsAsDone(authentication, proof);
        return run(
                processor, request, Map.of(), Knowledge.FIRST_FACTOR, processor::authenticateOnly);
    }

    /** The user need not repeat the proof if a page goes on. */
    public void countStepsAsDone(AuthenticationSessionModel authentication, Proof proof) {
        List<AuthenticationExecutionModel> steps = steps(resolvedFlow(authentication)).toList();
        boolean hasPasskeyStep = proof.isPasskey() && steps.stream().anyMatch(this::isPasskeyStep);
        steps.stream()
                .filter(step -> isReplaced(step, hasPasskeyStep))
                .forEach(
                        step ->
                                authentication.setExecutionStatus(
                                        step.getId(), ExecutionStatus.SUCCESS));
    }

    private Stream<AuthenticationExecutionModel> steps(String flowId) {
        return realm.getAuthenticationExecutionsStream(flowId)
                .filter(execution -> !execution.isDisabled())
                .flatMap(
                        execution ->
                                execution.isAuthenticatorFlow()
                                        ? steps(execution.getFlowId())
                                        : Stream.of(execution));
    }

    private boolean isPasskeyStep(AuthenticationExecutionModel step) {
        return PASSKEY_STEP.equals(step.getAuthenticator());
    }

    private boolean isReplaced(AuthenticationExecutionModel step, boolean byPasskeyStep) {
        if (isPasskeyStep(step)) {
            return byPasskeyStep;
        }
        return FlowStep.of(step.getAuthenticator())
                .filter(known -> !known.isSecondFactor())
                .filter(known -> !known.isPassword() || !byPasskeyStep)
                .isPresent();
    }

    private static String resolvedFlow(AuthenticationSessionModel authentication) {
        return AuthenticationFlowResolver.resolveBrowserFlow(authentication).getId();
    }

    /** Continues a flow that was {@link FlowOutcome.Challenged} in an earlier request. */
    public FlowOutcome resume(
            AuthenticationSessionModel authentication, Map<String, String> inputs) {
        HeadlessRequest request = new HeadlessRequest(session.getContext().getHttpRequest());
        HeadlessProcessor processor = processor(authentication, request);
        // Any response except null makes the loop look at the step that asked in the earlier
        // request.
        return run(processor, request, inputs, Knowledge.FIRST_FACTOR, () -> Response.ok().build());
    }

    /** Looks up the authentication session of a challenge; nothing if it has ended. */
    public Optional<AuthenticationSessionModel> find(String rootId, String tabId) {
        RootAuthenticationSessionModel root =
                session.authenticationSessions().getRootAuthenticationSession(realm, rootId);
        return Optional.ofNullable(root).map(r -> r.getAuthenticationSession(client, tabId));
    }

    /** Ends a flow that will not continue. */
    public void abandon(AuthenticationSessionModel authentication) {
        session.authenticationSessions()
                .removeRootAuthenticationSession(realm, authentication.getParentSession());
    }

    /** What to do with the authentication session of a flow before it starts. */
    public void whenNew(Consumer<AuthenticationSessionModel> preparation) {
        whenNew = preparation;
    }

    /** A new authentication session of the tenant's client, made the current one. */
    public AuthenticationSessionModel newAuthenticationSession() {
        RootAuthenticationSessionModel root =
                session.authenticationSessions()
                        .createRootAuthenticationSession(realm, UUID.randomUUID().toString());
        AuthenticationSessionModel authentication = root.createAuthenticationSession(client);
        authentication.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        authentication.setAction(CommonClientSessionModel.Action.AUTHENTICATE.name());
        authentication.setClientNote(OIDCLoginProtocol.ISSUER, RealmIssuer.of(session, realm));
        authentication.setClientNote(OAuth2Constants.SCOPE, "");
        RequestedLevel.of(client)
                .ifPresent(
                        level ->
                                authentication.setClientNote(
                                        Constants.REQUESTED_LEVEL_OF_AUTHENTICATION,
                                        String.valueOf(level)));
        whenNew.accept(authentication);
        return authentication;
    }

    /** The engine for {@code authentication} with an event of a sign-in by this client. */
    public HeadlessProcessor processorFor(AuthenticationSessionModel authentication) {
        return processor(
                authentication, new HeadlessRequest(session.getContext().getHttpRequest()));
    }

    private HeadlessProcessor processor(
            AuthenticationSessionModel authentication, HeadlessRequest request) {
        session.getContext().setAuthenticationSession(authentication);
        LoginEvent event = new LoginEvent(realm, session, session.getContext().getConnection());
        TracedEvents.traced(event).event(EventType.LOGIN).client(client);
        HeadlessProcessor processor = new HeadlessProcessor();
        processor
                .setAuthenticationSession(authentication)
                .setFlowId(resolvedFlow(authentication))
                .setFlowPath(HeadlessProcessor.FLOW_PATH)
                .setBrowserFlow(true)
                .setConnection(session.getContext().getConnection())
                .setEventBuilder(event)
                .setRealm(realm)
                .setSession(session)
                .setUriInfo(session.getContext().getUri())
                .setRequest(request);
        processor.setClient(client);
        return processor;
    }

    /** One call of the engine; null means that the flow is complete. */
    private interface EngineCall {
        Response run();
    }

    private FlowOutcome run(
            HeadlessProcessor processor,
            HeadlessRequest request,
            Map<String, String> inputs,
            Knowledge before,
            EngineCall first) {
        AuthenticationSessionModel authentication = processor.getAuthenticationSession();
        Set<String> answered = new HashSet<>();
        EngineCall call = first;
        for (int i = 0; i < MAX_STEPS; i++) {
            Response challenge;
            try {
                challenge = call.run();
            } catch (AuthenticationFlowException e) {
                // The engine throws this if a step refuses without a page.
                LOG.debug("Flow refused", e);
                return refused(processor, refusalOf(e.getError()));
            }
            if (challenge == null) {
                return new FlowOutcome.Completed(processor, knowledge(processor, before));
            }
            Optional<AuthenticationFlowError> failure = failure(processor);
            if (failure.isPresent()) {
                return refused(processor, refusalOf(failure.get()));
            }
            String execution = currentExecution(authentication);
            FlowStep step = step(authentication).orElse(null);
            if (step == null || execution == null) {
                return new FlowOutcome.Unsupported(
                        authenticator(execution), knowledge(processor, before));
            }
            if (answered.contains(execution)) {
                // The step already got its input, so a second question is a refusal, whatever the
                // step calls it.
                return refused(processor, Refusal.CREDENTIALS);
            }
            if (!inputs.keySet().containsAll(step.fields())) {
                return new FlowOutcome.Challenged(
                        authentication, step, knowledge(processor, before));
            }
            answered.add(execution);
            request.submit(inputs, step.fields());
            call = () -> processor.authenticationAction(execution);
        }
        return refused(processor, Refusal.CREDENTIALS);
    }

    /** The error of the step that was run last, if it failed. */
    private static Optional<AuthenticationFlowError> failure(HeadlessProcessor processor) {
        return processor
                .lastResult()
                .filter(
                        result ->
                                result.getStatus() == FlowStatus.FAILED
                                        || result.getStatus() == FlowStatus.FAILURE_CHALLENGE)
                .map(
                        result ->
                                result.getError() == null
                                        ? AuthenticationFlowError.INVALID_CREDENTIALS
                                        : result.getError());
    }

    private static Knowledge knowledge(HeadlessProcessor processor, Knowledge before) {
        if (before == Knowledge.FIRST_FACTOR || processor.hasSucceeded(FlowStep::isPassword)) {
            return Knowledge.FIRST_FACTOR;
        }
        return processor.getAuthenticationSession().getAuthenticatedUser() == null
                ? Knowledge.NOBODY
                : Knowledge.NAME;
    }

    private FlowOutcome refused(HeadlessProcessor processor, Refusal refusal) {
        AuthenticationSessionModel authentication = processor.getAuthenticationSession();
        if (!processor.hasWrittenError()) {
            UserModel user = authentication.getAuthenticatedUser();
            if (user != null) {
                processor.getEvent().user(user);
            }
            processor.getEvent().error(eventErrorOf(refusal));
        }
        return new FlowOutcome.Refused(refusal, step(authentication).orElse(null));
    }

    private static Refusal refusalOf(AuthenticationFlowError error) {
        if (error == null) {
            return Refusal.CREDENTIALS;
        }
        return switch (error) {
            case USER_DISABLED -> Refusal.DISABLED;
            case USER_TEMPORARILY_DISABLED -> Refusal.LOCKED;
            case EXPIRED_CODE, INVALID_CLIENT_SESSION -> Refusal.EXPIRED;
            default -> Refusal.CREDENTIALS;
        };
    }

    private static String eventErrorOf(Refusal refusal) {
        return switch (refusal) {
            case DISABLED -> Errors.USER_DISABLED;
            case LOCKED -> Errors.USER_TEMPORARILY_DISABLED;
            case EXPIRED -> Errors.EXPIRED_CODE;
            case CREDENTIALS -> Errors.INVALID_USER_CREDENTIALS;
        };
    }

    private Optional<FlowStep> step(AuthenticationSessionModel authentication) {
        return FlowStep.of(authenticator(currentExecution(authentication)));
    }

    private static String currentExecution(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION);
    }

    private String authenticator(String executionId) {
        AuthenticationExecutionModel execution =
                executionId == null ? null : realm.getAuthenticationExecutionById(executionId);
        return execution == null ? null : execution.getAuthenticator();
    }
}
