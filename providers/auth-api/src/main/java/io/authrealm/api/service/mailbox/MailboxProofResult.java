package io.authrealm.api.service.mailbox;

import java.time.Duration;

/** How following a link ends that proves an address. */
public sealed interface MailboxProofResult {

    /**
     * The client may sign up with the address now.
     *
     * @param token shows to later requests that it is this client
     * @param lifetime how long it does
     */
    record Proved(String token, Duration lifetime) implements MailboxProofResult {

        /** Hides the token. */
        @Override
        public String toString() {
            return "Proved";
        }
    }

    /**
     * The code is right, and the client had proved the address before, or there is an account with
     * it. If there is none, the time to sign up begins anew.
     */
    record ProvedBefore() implements MailboxProofResult {}

    /** The code is not one for the address, or is too old. */
    record CodeInvalid() implements MailboxProofResult {}
}
