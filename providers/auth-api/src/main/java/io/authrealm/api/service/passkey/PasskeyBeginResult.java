package io.authrealm.api.service.passkey;

import java.util.Map;
import java.util.Optional;

/** How the first request of a ceremony ends. */
public sealed interface PasskeyBeginResult {

    /**
     * @param sessionId names the ceremony in the second request; a UUID
     * @param options for the browser, in the JSON form of the W3C
     * @param mediation how the browser is to ask, if the realm's policy says so
     */
    record Begun(String sessionId, Map<String, Object> options, Optional<String> mediation)
            implements PasskeyBeginResult {

        Begun(String sessionId, Map<String, Object> options) {
            this(sessionId, options, Optional.empty());
        }
    }

    /** The session has to prove a second factor first. */
    record StepUpRequired() implements PasskeyBeginResult {}

    /** There is no ceremony, whatever the user has proved. */
    sealed interface NotBegun extends PasskeyBeginResult {}

    /** The tenant has switched passkeys off. */
    record MethodDisabled() implements NotBegun {}

    /** The operator has switched WebAuthn off. */
    record Unavailable() implements NotBegun {}

    /** The user has no key to use. */
    record NoKeys() implements NotBegun {}
}
