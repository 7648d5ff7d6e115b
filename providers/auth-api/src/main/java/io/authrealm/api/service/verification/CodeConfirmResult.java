package io.authrealm.api.service.verification;

/** How typing a code in ends (contract, sections 11 and 12). */
public sealed interface CodeConfirmResult {

    /**
     * @param target the address or number that is proved now
     */
    record Confirmed(String target) implements CodeConfirmResult {}

    /** Wrong, for something else, or after too many attempts. */
    record CodeInvalid() implements CodeConfirmResult {}

    record CodeUsed() implements CodeConfirmResult {}

    record CodeExpired() implements CodeConfirmResult {}

    /** Somebody else has taken the address since. */
    record EmailTaken() implements CodeConfirmResult {}

    /** The realm does not let users change it, or a directory that this server may only read. */
    record ReadOnly() implements CodeConfirmResult {}
}
