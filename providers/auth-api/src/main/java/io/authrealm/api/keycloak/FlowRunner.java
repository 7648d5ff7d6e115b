package io.authrealm.api.keycloak;

import io.authrealm.api.keycloak.FlowOutcome.Knowledge;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.WebAuthnConstants;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.organization.utils.Organizations;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Runs the flow that the tenant's API client is bound to, whatever its steps, with what a JSON
 * request has for them. A flow that asks for more waits in its authentication session.
 *
 * <p>The engine's own results of the steps decide the outcome. A result that {@link FlowRun} does
 * not know is a refusal.
 */
public final class FlowRunner {

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
    public FlowOutcome start(FlowAnswer given) {
        return runOf(newAuthenticationSession(), given, Knowledge.NOBODY).begin();
    }

    /**
     * Starts the flow for a user authenticated by other means. What the proof replaces counts as
     * done, so the flow still asks for everything that it asks for after a password.
     */
    public FlowOutcome startProved(UserModel user, Proof proof) {
        AuthenticationSessionModel authentication = newAuthenticationSession();
        authentication.setAuthenticatedUser(user);
        ProvedSteps steps = new ProvedSteps(realm, authentication);
        steps.markDone(resolvedFlow(authentication), proof);
        FlowRun run = runOf(authentication, FlowAnswer.NONE, Knowledge.FIRST_FACTOR);
        return steps.areForMembers(resolvedFlow(authentication)) && isOutsider(user)
                ? run.refused(FlowOutcome.Refusal.CREDENTIALS)
                : run.begin();
    }

    /** As for Keycloak's step, nobody is one in a realm without organizations. */
    private boolean isOutsider(UserModel user) {
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        return Organizations.isEnabledAndOrganizationsPresent(organizations)
                && organizations.getByMember(user).noneMatch(OrganizationModel::isEnabled);
    }

    private static String resolvedFlow(AuthenticationSessionModel authentication) {
        return AuthenticationFlowResolver.resolveBrowserFlow(authentication).getId();
    }

    /** Continues a flow that was {@link FlowOutcome.Challenged} in an earlier request. */
    public FlowOutcome resume(AuthenticationSessionModel authentication, FlowAnswer given) {
        FlowRun run = runOf(authentication, given, Knowledge.FIRST_FACTOR);
        return kept(authentication)
                .map(run::goOn)
                .orElseGet(() -> run.refused(FlowOutcome.Refusal.EXPIRED));
    }

    /**
     * Lets the flow ask for one of the options of an earlier request, also if it has asked for it
     * already: a key gets another challenge, for example.
     *
     * @param credentialType of the option
     */
    public FlowOutcome ask(AuthenticationSessionModel authentication, String credentialType) {
        FlowRun run = runOf(authentication, FlowAnswer.NONE, Knowledge.FIRST_FACTOR);
        return kept(authentication)
                .flatMap(
                        asked ->
                                asked.option(step -> step.credentialType().equals(credentialType))
                                        .map(option -> run.ask(asked, option)))
                .orElseGet(() -> run.refused(FlowOutcome.Refusal.EXPIRED));
    }

    /**
     * What a key has to sign for the step that the flow has asked last, in base64url; nothing if
     * that step is for no key, or has been answered.
     */
    public Optional<String> keyChallenge(AuthenticationSessionModel authentication) {
        return Optional.ofNullable(
                authentication.getAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE));
    }

    /** The steps that can answer the question of an earlier request. */
    public List<FlowStep> options(AuthenticationSessionModel authentication) {
        return kept(authentication).map(FlowQuestion::steps).orElseGet(List::of);
    }

    /** The steps of the whole flow that are switched on, wherever they are in it. */
    public List<FlowStep> steps(AuthenticationSessionModel authentication) {
        return steps(resolvedFlow(authentication)).toList();
    }

    private Stream<FlowStep> steps(String flowId) {
        return realm.getAuthenticationExecutionsStream(flowId)
                .filter(execution -> !execution.isDisabled())
                .flatMap(
                        execution ->
                                execution.isAuthenticatorFlow()
                                        ? steps(execution.getFlowId())
                                        : FlowStep.of(execution.getAuthenticator()).stream());
    }

    private Optional<FlowQuestion> kept(AuthenticationSessionModel authentication) {
        return FlowQuestion.kept(realm, authentication, resolvedFlow(authentication));
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

    private FlowRun runOf(
            AuthenticationSessionModel authentication, FlowAnswer given, Knowledge before) {
        HeadlessRequest request = new HeadlessRequest(session.getContext().getHttpRequest());
        HeadlessProcessor engine = processor(authentication, request);
        return new FlowRun(engine, request, resolvedFlow(authentication), given, before);
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
}
