package io.authrealm.api.service.factor;

/** What a user can answer a second-factor challenge with. */
public enum SecondFactor {
    /** A code of an authenticator app (RFC 6238). */
    TOTP
}
