package io.authrealm.api.service.verification;

/** How typing a code in ends. */
public sealed interface CodeConfirmResult {

    /**
     * @param target the address or number that is proved now
     */
    record Confirmed(String target) implements CodeConfirmResult {}

    /** Wrong, for something else, or after too many attempts. */
    record CodeInvalid() implements CodeConfirmResult {}

    record CodeUsed() implements CodeConfirmResult {}

    record CodeExpired() implements CodeConfirmResult {}

    /** Another account has taken the address since. */
    record EmailTaken() implements CodeConfirmResult {}

    /** Users of the realm may not change it, or the account is in a read-only directory. */
    record ReadOnly() implements CodeConfirmResult {}
}
