package io.authrealm.api.flow;

import org.keycloak.sessions.AuthenticationSessionModel;

/** Where a flow stands when a request has given all it has. */
public sealed interface FlowOutcome {

    /** The flow is through: {@code finished} knows the user and can be turned into a session. */
    record Completed(HeadlessProcessor finished) implements FlowOutcome {}

    /** The flow asks for something that the request did not carry. */
    record Challenged(AuthenticationSessionModel authenticationSession, FlowStep step)
            implements FlowOutcome {}

    /**
     * A step refused; the event is written already.
     *
     * @param error the event's error, one of {@link org.keycloak.events.Errors}
     * @param step the step that refused, or null where none of ours did
     */
    record Refused(String error, FlowStep step) implements FlowOutcome {}

    /** The flow asks for something that only a browser can give. */
    record Unsupported(String authenticator) implements FlowOutcome {}
}
