package io.authrealm.api.service.stepup;

/** How an attempt to prove a second factor in a session ends. */
public sealed interface StepUpResult {

    /** The window of the session is open. */
    record Verified() implements StepUpResult {}

    /** The user has no factor of this kind. */
    record NotEnrolled() implements StepUpResult {}

    /** The user has one that is half set up. */
    record NotConfirmed() implements StepUpResult {}

    record CodeInvalid() implements StepUpResult {}

    /** Too many wrong codes; none is looked at for some time. */
    record AccountLocked(int retryAfterSeconds) implements StepUpResult {}

    /** The user guesses too fast. */
    record Limited(int retryAfterSeconds) implements StepUpResult {}

    /** Too many attempts of the user are waiting already. */
    record Busy(int retryAfterSeconds) implements StepUpResult {}
}
