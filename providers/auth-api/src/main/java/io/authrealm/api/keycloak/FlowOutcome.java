package io.authrealm.api.keycloak;

import org.keycloak.sessions.AuthenticationSessionModel;

/** Where a flow stands when a request has given all it has. */
public sealed interface FlowOutcome {

    /** What is known of the person at the other end when a flow does not go on. */
    enum Knowledge {
        /** The flow has not looked at anybody, so its answer is the same for everybody. */
        NOBODY,
        /** The flow knows who it is about, and no password was verified. */
        NAME,
        /** The password was verified, or a link stood for it. */
        FIRST_FACTOR
    }

    /** Why a step refused. */
    enum Refusal {
        /** The account is disabled. */
        DISABLED,
        /** The account is locked after too many failures. */
        LOCKED,
        /** The flow was begun too long ago. */
        EXPIRED,
        /**
         * What was given is wrong, or the answer of the step means nothing that this class knows.
         */
        CREDENTIALS
    }

    /** The flow is through: {@code finished} knows the user and can be turned into a session. */
    record Completed(HeadlessProcessor finished, Knowledge knowledge) implements FlowOutcome {}

    /** The flow asks for something that the request did not carry. */
    record Challenged(
            AuthenticationSessionModel authenticationSession, FlowStep step, Knowledge knowledge)
            implements FlowOutcome {}

    /**
     * A step refused; the event is written already.
     *
     * @param step the step that refused, or null if it is not one that the API knows
     */
    record Refused(Refusal refusal, FlowStep step) implements FlowOutcome {}

    /** The flow asks for something that only a browser can give. */
    record Unsupported(String authenticator, Knowledge knowledge) implements FlowOutcome {}
}
