package io.authrealm.api.service.verification;

/** How typing a code in ends. */
public sealed interface CodeConfirmResult {

    /**
     * @param target the address or number that is proved now
     */
    record Confirmed(String target) implements CodeConfirmResult {}

    /** Nothing was changed. */
    sealed interface NotConfirmed extends CodeConfirmResult {}

    /** Wrong, for something else, or after too many attempts. */
    record CodeInvalid() implements NotConfirmed {}

    record CodeUsed() implements NotConfirmed {}

    record CodeExpired() implements NotConfirmed {}

    /** Another account has taken the address since. */
    record EmailTaken() implements NotConfirmed {}

    /** Users of the realm may not change it, or the account is in a read-only directory. */
    record ReadOnly() implements NotConfirmed {}
}
