package io.authrealm.api.tenant;

/** How passwords arrive in dialects whose clients can encrypt them. */
public enum PasswordTransport {
    /** As they are. */
    PLAIN,

    /** Encrypted with the key that the tenant shares with its front end. */
    ENCRYPTED,

    /** Encrypted if they look so, otherwise as they are. */
    AUTO
}
