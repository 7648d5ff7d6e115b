package io.authrealm.api.service.session;

/** What became of a refresh token. */
public sealed interface RefreshResult {

    record Refreshed(TokenPair tokens) implements RefreshResult {}

    /** Not a refresh token of this tenant and client, or past its time. */
    record Invalid() implements RefreshResult {}

    /** The session has ended, or ended just now because the token was used before. */
    record SessionRevoked() implements RefreshResult {}

    /** The user is disabled, deleted or gone. */
    record AccountSuspended() implements RefreshResult {}

    /** Too many refreshes of the session are waiting already. */
    record Busy(int retryAfterSeconds) implements RefreshResult {}
}
