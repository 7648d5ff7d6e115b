package io.authrealm.api.service.factor;

/** How a user's request to remove a factor ends. */
public sealed interface FactorRemovalResult {

    record Removed() implements FactorRemovalResult {}

    /** There is no such factor. */
    record NotEnrolled() implements FactorRemovalResult {}

    /** A second factor has to be proved first. */
    record StepUpRequired() implements FactorRemovalResult {}

    /** A directory has the factor, and this server may only read it. */
    record ReadOnly() implements FactorRemovalResult {}
}
