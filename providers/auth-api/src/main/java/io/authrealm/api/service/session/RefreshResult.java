package io.authrealm.api.service.session;

/** What became of a refresh token. */
public sealed interface RefreshResult {

    record Refreshed(TokenPair tokens) implements RefreshResult {}

    /** Not a refresh token of this tenant and client, or past its time. */
    record Invalid() implements RefreshResult {}

    /** The session has ended before the token. */
    record SessionRevoked() implements RefreshResult {}

    /** The session has ended, and the token is past its time, too. */
    record Outlived() implements RefreshResult {}

    /** The token was used before, and the session has ended just now because of that. */
    record Replayed() implements RefreshResult {}

    /** The user is disabled, deleted or gone. */
    record AccountSuspended() implements RefreshResult {}

    /** Too many refreshes of the session are waiting already. */
    record Busy(int retryAfterSeconds) implements RefreshResult {}
}
