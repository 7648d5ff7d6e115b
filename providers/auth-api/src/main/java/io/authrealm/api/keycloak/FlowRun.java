package io.authrealm.api.keycloak;

import io.authrealm.api.keycloak.FlowOutcome.Knowledge;
import io.authrealm.api.keycloak.FlowOutcome.Refusal;
import io.authrealm.api.keycloak.FlowStep.FormField;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.WebAuthnConstants;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.events.Errors;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One request's way through a flow. If a step asks for what the request has, it gets it, once for
 * each step and request. If it asks for something else, the engine is asked for another step that
 * the user may choose instead.
 */
final class FlowRun {

    private static final Logger LOG = Logger.getLogger(FlowRun.class);

    /** More steps than any real sign-in flow has. Ends a flow that asks in a circle. */
    private static final int MAX_STEPS = 16;

    /** The flow demands a credential that the user has to set up on a page first. */
    private static final String SET_UP = "that needs a credential to be set up";

    /** One call of the engine; null means that the flow is complete. */
    private interface EngineCall {
        Response run();
    }

    private final HeadlessProcessor engine;
    private final HeadlessRequest request;
    private final AuthenticationSessionModel authentication;
    private final String flowId;
    private final Knowledge before;
    private final Set<String> answered = new HashSet<>();
    private final Set<String> switchedTo = new HashSet<>();
    private FlowAnswer given;

    FlowRun(
            HeadlessProcessor engine,
            HeadlessRequest request,
            String flowId,
            FlowAnswer given,
            Knowledge before) {
        this.engine = engine;
        this.request = request;
        this.authentication = engine.getAuthenticationSession();
        this.flowId = flowId;
        this.given = given;
        this.before = before;
    }

    /**
     * Runs the flow from its beginning. A step without a page of its own reads the request at once.
     */
    FlowOutcome begin() {
        submit(given.fields());
        return run(engine::authenticateOnly);
    }

    /** Runs the flow from the question of an earlier request. */
    FlowOutcome goOn(FlowQuestion asked) {
        return next(asked).map(this::run).orElseGet(() -> stopped(asked));
    }

    /** Lets the engine ask the question of one of the options, be it the one that was asked. */
    FlowOutcome ask(FlowQuestion asked, FlowOption wanted) {
        return run(switchTo(asked, wanted));
    }

    private FlowOutcome run(EngineCall first) {
        EngineCall call = first;
        for (int i = 0; i < MAX_STEPS; i++) {
            Response page;
            try {
                page = call.run();
            } catch (AuthenticationFlowException e) {
                // The engine throws this if a step refuses without a page.
                LOG.debug("Flow refused", e);
                return e.getError() == AuthenticationFlowError.CREDENTIAL_SETUP_REQUIRED
                        ? new FlowOutcome.Unsupported(SET_UP, knowledge())
                        : refused(refusalOf(e.getError()));
            }
            if (page == null) {
                // With pages, tokens are issued in another request. That one knows no organization
                // of the address, of which the user need not be a member.
                engine.getSession().getContext().setOrganization(null);
                return engine.asksForSetUpInVain()
                        ? new FlowOutcome.Unsupported(SET_UP, knowledge())
                        : new FlowOutcome.Completed(engine, knowledge());
            }
            Optional<AuthenticationFlowError> failure = failure();
            if (failure.isPresent()) {
                return refused(refusalOf(failure.get()));
            }
            FlowQuestion question = FlowQuestion.of(engine).orElse(null);
            if (question == null || answered.contains(question.execution())) {
                // A step that got its input and asks again refuses, whatever it calls that.
                return refused(Refusal.CREDENTIALS);
            }
            Optional<EngineCall> next = next(question);
            if (next.isEmpty()) {
                return stopped(question);
            }
            call = next.get();
        }
        return refused(Refusal.CREDENTIALS);
    }

    /** What to do about a question; nothing if the request has no answer. */
    private Optional<EngineCall> next(FlowQuestion question) {
        Optional<FlowStep> fitting = question.step().filter(given::fits);
        return fitting.isPresent()
                ? Optional.of(answer(question, fitting.get()))
                : question.option(given::fits)
                        .filter(option -> switchedTo.add(option.execution()))
                        .map(option -> switchTo(question, option));
    }

    private EngineCall switchTo(FlowQuestion question, FlowOption option) {
        return () -> {
            // No other place sends this field: a client could skip steps with it.
            submit(Map.of(Constants.AUTHENTICATION_EXECUTION, option.execution()));
            return engine.authenticationAction(question.execution());
        };
    }

    private EngineCall answer(FlowQuestion question, FlowStep step) {
        FlowAnswer answer = given;
        if (step.isSecondFactor()) {
            // A code is for one step, even if two steps ask for codes.
            given = FlowAnswer.NONE;
        }
        answered.add(question.execution());
        return () -> {
            submit(fields(answer, step));
            return step.isKey()
                    ? withKeyChallenge(question)
                    : engine.authenticationAction(question.execution());
        };
    }

    private void submit(Map<String, String> fields) {
        request.submit(fields, fields.keySet());
    }

    private Map<String, String> fields(FlowAnswer answer, FlowStep step) {
        Map<String, String> fields = new HashMap<>();
        step.fields().forEach(field -> fields.put(field, answer.get(field)));
        if (step.isTotp()) {
            OtpDevices.ofCode(
                            engine.getRealm(),
                            authentication.getAuthenticatedUser(),
                            answer.get(FormField.OTP))
                    .ifPresent(device -> fields.put(FormField.OTP_DEVICE, device));
        }
        return fields;
    }

    /**
     * A key signs a challenge once. Before 26.7 the step leaves the challenge in place, and in each
     * version it fails without one.
     */
    private Response withKeyChallenge(FlowQuestion question) {
        String challenge = authentication.getAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE);
        if (challenge == null) {
            throw new AuthenticationFlowException(AuthenticationFlowError.INVALID_CREDENTIALS);
        }
        Response page = engine.authenticationAction(question.execution());
        if (challenge.equals(authentication.getAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE))) {
            authentication.removeAuthNote(WebAuthnConstants.AUTH_CHALLENGE_NOTE);
        }
        return page;
    }

    /** The request has no answer. A factor can be asked for by the next one. */
    private FlowOutcome stopped(FlowQuestion question) {
        Optional<FlowStep> asked =
                question.step()
                        .or(() -> question.option(FlowStep::isSecondFactor).map(FlowOption::step));
        if (asked.isEmpty()) {
            return new FlowOutcome.Unsupported(question.authenticator(), knowledge());
        }
        question.keep(authentication, flowId);
        return new FlowOutcome.Challenged(
                authentication, asked.get(), question.steps(), knowledge());
    }

    /** The error of the step that was run last, if it failed. */
    private Optional<AuthenticationFlowError> failure() {
        return engine.lastResult()
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

    private Knowledge knowledge() {
        if (before == Knowledge.FIRST_FACTOR || engine.hasSucceeded(FlowStep::isPassword)) {
            return Knowledge.FIRST_FACTOR;
        }
        return authentication.getAuthenticatedUser() == null ? Knowledge.NOBODY : Knowledge.NAME;
    }

    FlowOutcome refused(Refusal refusal) {
        if (!engine.hasWrittenError()) {
            UserModel user = authentication.getAuthenticatedUser();
            if (user != null) {
                engine.getEvent().user(user);
            }
            engine.getEvent().error(eventErrorOf(refusal));
        }
        FlowStep step = FlowQuestion.of(engine).flatMap(FlowQuestion::step).orElse(null);
        return new FlowOutcome.Refused(refusal, step);
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
}
