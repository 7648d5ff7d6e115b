package io.authrealm.api.service.session;

import io.authrealm.api.keycloak.IssuedTokens;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;

/**
 * The tokens with which a client acts for a user.
 *
 * @param expiresAt when the access token expires
 */
public record TokenPair(
        String accessToken,
        Instant expiresAt,
        String refreshToken,
        String sessionId,
        String userId,
        String tenantId) {

    public static TokenPair of(IssuedTokens issued, Tenant tenant) {
        return new TokenPair(
                issued.accessToken(),
                issued.expiresAt(),
                issued.refreshToken(),
                issued.sessionId(),
                issued.userId(),
                tenant.id());
    }

    /** Hides the tokens. */
    @Override
    public String toString() {
        return "TokenPair";
    }
}
