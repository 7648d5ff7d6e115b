package io.authrealm.api.service.factor;

/** How adding an address or a number as a second factor ends. */
public sealed interface CodeFactorAddResult {

    /**
     * A code is on its way there; the factor counts once it is confirmed.
     *
     * @param id of the factor
     */
    record Added(String id) implements CodeFactorAddResult {}

    /** Nothing was added, whatever the user has proved. */
    sealed interface NotAdded extends CodeFactorAddResult {}

    /** The realm has switched this kind of factor off. */
    record MethodDisabled() implements NotAdded {}

    /** The user has a factor, and has to prove it in this session or sign-in first. */
    record StepUpRequired() implements CodeFactorAddResult {}

    /** Not an address that a mail can be sent to. */
    record InvalidAddress() implements NotAdded {}

    /**
     * The address is that of the link with which the sign-in began, and would prove nothing more.
     */
    record ProvedByLink() implements NotAdded {}

    /** The user has as many of these factors as one may have. */
    record TooMany() implements NotAdded {}

    /** No code was sent, so nothing was added. */
    record NotSent(FactorCodeResult.NotSent why) implements NotAdded {}
}
