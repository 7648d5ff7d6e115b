package io.authrealm.api.service.factor;

/** How the start of setting up an authenticator app ends. */
public sealed interface TotpStartResult extends FirstTotpStartResult {

    /**
     * @param id of the credential that the app becomes; a UUID
     * @param secret in Base32, for typing in
     * @param uri for a QR code
     */
    record Started(String id, String secret, String uri) implements TotpStartResult {

        /** Hides the secret. */
        @Override
        public String toString() {
            return "Started";
        }
    }

    /** The user has a second factor, and has to prove it first. */
    record StepUpRequired() implements TotpStartResult {}
}
