package io.authrealm.api.service.factor;

/** How the end of setting up an authenticator app ends for a client that replaces none. */
public sealed interface FirstTotpConfirmResult
        permits TotpConfirmResult, FirstTotpConfirmResult.AlreadyEnrolled {

    /** The user has got an app meanwhile. */
    record AlreadyEnrolled() implements FirstTotpConfirmResult {}
}
