package io.authrealm.api.service.passkey;

/** How a step-up by a key ends. */
public sealed interface KeyStepUpResult {

    record Verified() implements KeyStepUpResult {}

    /** The ceremony is unknown, used or too old. */
    record SessionExpired() implements KeyStepUpResult {}

    /** The ceremony belongs to another session, or is for something else. */
    record SessionMismatch() implements KeyStepUpResult {}

    /** Not a key of the user, or a wrong signature. */
    record Rejected() implements KeyStepUpResult {}

    /** Too many wrong proofs of second factors; none is looked at for some time. */
    record AccountLocked(int retryAfterSeconds) implements KeyStepUpResult {}

    /** The user tries too fast, or too many attempts are waiting already. */
    record Limited(int retryAfterSeconds) implements KeyStepUpResult {}
}
