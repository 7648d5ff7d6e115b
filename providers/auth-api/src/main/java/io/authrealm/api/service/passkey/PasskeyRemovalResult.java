package io.authrealm.api.service.passkey;

/** How a user's request to remove a key ends. */
public sealed interface PasskeyRemovalResult {

    record Removed() implements PasskeyRemovalResult {}

    /** The user has no such key. */
    record NotFound() implements PasskeyRemovalResult {}

    /**
     * It is the user's last factor, and one has to be proved in this session first. Or the session
     * has ended.
     */
    record StepUpRequired() implements PasskeyRemovalResult {}
}
