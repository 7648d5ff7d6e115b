package io.authrealm.api.service.factor;

/** How the start of setting up an authenticator app ends for a client that replaces none. */
public sealed interface FirstTotpStartResult
        permits TotpStartResult, FirstTotpStartResult.AlreadyEnrolled {

    /** The user has an app. */
    record AlreadyEnrolled() implements FirstTotpStartResult {}
}
