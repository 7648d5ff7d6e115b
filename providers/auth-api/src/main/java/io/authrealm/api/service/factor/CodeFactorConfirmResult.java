package io.authrealm.api.service.factor;

/** How typing in the code of a factor that is being added ends. */
public sealed interface CodeFactorConfirmResult {

    /** From now on it is a second factor. */
    record Confirmed(SecondFactor factor) implements CodeFactorConfirmResult {}

    /** It is none, whatever the user has proved. */
    sealed interface NotConfirmed extends CodeFactorConfirmResult {}

    /** Wrong, too old, used, or after too many attempts. */
    record CodeInvalid() implements NotConfirmed {}

    /** The user has no such factor, or began to add it too long ago. */
    record NotFound() implements NotConfirmed {}

    /**
     * The user has got another factor meanwhile, and has to prove it in this session or sign-in
     * first. Or that has ended.
     */
    record StepUpRequired() implements CodeFactorConfirmResult {}

    /** The user has got as many of these factors as one may have. */
    record TooMany() implements NotConfirmed {}
}
