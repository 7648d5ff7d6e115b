package io.authrealm.api.service.factor;

/** How a user's request to remove an address or a number that gets codes ends. */
public sealed interface CodeFactorRemovalResult {

    record Removed() implements CodeFactorRemovalResult {}

    /** The user has no such factor, confirmed or not. */
    record NotFound() implements CodeFactorRemovalResult {}

    /**
     * It is the user's last factor, and has to be proved in this session first. Or the session has
     * ended.
     */
    record StepUpRequired() implements CodeFactorRemovalResult {}
}
