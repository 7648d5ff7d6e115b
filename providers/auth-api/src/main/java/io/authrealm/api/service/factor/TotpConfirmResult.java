package io.authrealm.api.service.factor;

import java.util.List;

/** How the end of setting up an authenticator app ends. */
public sealed interface TotpConfirmResult extends FirstTotpConfirmResult {

    /**
     * @param recoveryCodes new ones, which are shown once; none if the server makes none
     */
    record Confirmed(List<String> recoveryCodes) implements TotpConfirmResult {

        /** Hides the codes. */
        @Override
        public String toString() {
            return "Confirmed";
        }
    }

    /** Nothing is half set up in this session, or it is too old or was guessed at too often. */
    record NotStarted() implements TotpConfirmResult {}

    record CodeInvalid() implements TotpConfirmResult {}

    /** The user has a second factor by now, and has to prove it first. */
    record StepUpRequired() implements TotpConfirmResult {}

    /** A directory has the user's authenticator app, and this server may only read it. */
    record ReadOnly() implements TotpConfirmResult {}
}
