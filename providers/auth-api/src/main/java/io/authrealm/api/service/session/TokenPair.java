package io.authrealm.api.service.session;

import io.authrealm.api.keycloak.IssuedTokens;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;

/**
 * The tokens with which a client acts for a user.
 *
 * @param expiresAt when the access token expires
 * @param refreshExpiresAt when the refresh token expires; null if only its session ends it
 * @param scope what the tokens stand for, separated by blanks
 * @param notBefore tokens that were issued earlier are not good, in seconds since 1970
 */
public record TokenPair(
        String accessToken,
        Instant expiresAt,
        String refreshToken,
        Instant refreshExpiresAt,
        String scope,
        int notBefore,
        String sessionId,
        String userId,
        String tenantId) {

    public static TokenPair of(IssuedTokens issued, Tenant tenant) {
        return new TokenPair(
                issued.accessToken(),
                issued.expiresAt(),
                issued.refreshToken(),
                issued.refreshExpiresAt(),
                issued.scope(),
                issued.notBefore(),
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
