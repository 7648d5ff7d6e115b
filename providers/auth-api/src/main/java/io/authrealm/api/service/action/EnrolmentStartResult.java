package io.authrealm.api.service.action;

/** How the first step of setting up what a sign-in waits for ends. */
public sealed interface EnrolmentStartResult {

    /** An app is due, or nothing that this step is for. */
    record OfApp(TotpEnrolmentResult result) implements EnrolmentStartResult {}

    /** Recovery codes are due, and no app. */
    record OfRecoveryCodes(RecoveryEnrolmentResult result) implements EnrolmentStartResult {}
}
