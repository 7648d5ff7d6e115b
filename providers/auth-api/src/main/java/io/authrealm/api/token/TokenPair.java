package io.authrealm.api.token;

import java.time.Instant;

/**
 * What a client gets to act for a user (contract, section 6.1).
 *
 * @param expiresAt when the access token ends
 */
public record TokenPair(
        String accessToken,
        Instant expiresAt,
        String refreshToken,
        String sessionId,
        String userId,
        String tenantId) {}
