package io.authrealm.api.keycloak;

import java.util.List;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The state of a flow after it has used everything that the request carries. */
public sealed interface FlowOutcome {

    /** What the flow knows about the user when it stops. */
    enum Knowledge {
        /** The flow has not looked up any user, so its answer is the same for everybody. */
        NOBODY,
        /** The flow knows the user and has verified no password. */
        NAME,
        /** The password was verified, or a link or a passkey took its place. */
        FIRST_FACTOR
    }

    /** Why a step refused. */
    enum Refusal {
        /** The account is disabled. */
        DISABLED,
        /** The account is locked after too many failures. */
        LOCKED,
        /** The flow has expired. */
        EXPIRED,
        /** A credential is wrong, or the step answered something that this class does not know. */
        CREDENTIALS
    }

    /** The flow is complete: {@code finished} knows the user and can become a session. */
    record Completed(HeadlessProcessor finished, Knowledge knowledge) implements FlowOutcome {}

    /**
     * The flow asks for an input that the request did not carry.
     *
     * @param options the steps that the user can choose from, in the engine's order
     */
    record Challenged(
            AuthenticationSessionModel authenticationSession,
            FlowStep step,
            List<FlowStep> options,
            Knowledge knowledge)
            implements FlowOutcome {}

    /**
     * A step refused; the event is written already.
     *
     * @param step the step that refused, or null if it is not one that the API knows
     */
    record Refused(Refusal refusal, FlowStep step) implements FlowOutcome {}

    /** The flow asks for an input that only a browser can give. */
    record Unsupported(String authenticator, Knowledge knowledge) implements FlowOutcome {}
}
