package io.authrealm.api.keycloak;

import java.time.Instant;

/**
 * A pair of tokens of a session.
 *
 * @param expiresAt when the access token expires
 * @param refreshExpiresAt when the refresh token expires; null if only its session ends it
 * @param scope what the tokens stand for, separated by blanks
 * @param notBefore tokens that were issued earlier are not good, in seconds since 1970
 */
public record IssuedTokens(
        String accessToken,
        Instant expiresAt,
        String refreshToken,
        Instant refreshExpiresAt,
        String scope,
        int notBefore,
        String sessionId,
        String userId) {

    /** Hides the tokens. */
    @Override
    public String toString() {
        return "IssuedTokens";
    }
}
