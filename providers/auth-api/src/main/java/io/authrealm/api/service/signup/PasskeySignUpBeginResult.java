package io.authrealm.api.service.signup;

import java.util.Map;

/** How the first request of a sign-up with a passkey ends. */
public sealed interface PasskeySignUpBeginResult {

    /**
     * @param sessionId names the ceremony in the second request; a UUID
     * @param options for the browser, in the JSON form of the W3C
     */
    record Begun(String sessionId, Map<String, Object> options)
            implements PasskeySignUpBeginResult {}

    /** The realm does not let users register. */
    record RegistrationClosed() implements PasskeySignUpBeginResult {}

    /** The tenant has switched passkeys off. */
    record MethodDisabled() implements PasskeySignUpBeginResult {}

    /** The operator has switched WebAuthn off. */
    record Unavailable() implements PasskeySignUpBeginResult {}
}
