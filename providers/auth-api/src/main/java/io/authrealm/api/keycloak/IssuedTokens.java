package io.authrealm.api.keycloak;

import java.time.Instant;

/**
 * The first pair of tokens of a new session.
 *
 * @param expiresAt when the access token expires
 */
public record IssuedTokens(
        String accessToken,
        Instant expiresAt,
        String refreshToken,
        String sessionId,
        String userId) {

    /** Hides the tokens. */
    @Override
    public String toString() {
        return "IssuedTokens";
    }
}
