package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.authrealm.api.account.Profile;
import io.authrealm.api.account.Sessions;
import io.authrealm.api.token.TokenPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The JSON objects that the dialect answers with; members that may be null are written as null. */
final class QeetBodies {

    private QeetBodies() {}

    /** Contract, section 6.1. */
    record Tokens(
            String accessToken,
            String tokenType,
            Instant expiresAt,
            String refreshToken,
            String sessionId,
            String userId,
            String tenantId) {

        static Tokens of(TokenPair pair) {
            return new Tokens(
                    pair.accessToken(),
                    "Bearer",
                    pair.expiresAt(),
                    pair.refreshToken(),
                    pair.sessionId(),
                    pair.userId(),
                    pair.tenantId());
        }
    }

    /** Contract, section 8.1, with the alias {@code name} of section 23.4. */
    record User(
            String id,
            String tenantId,
            String email,
            Instant emailVerifiedAt,
            String phone,
            Instant phoneVerifiedAt,
            String displayName,
            String name,
            String avatarUrl,
            String status,
            Map<String, Object> metadata,
            Instant createdAt,
            Instant updatedAt) {

        static User of(Profile profile) {
            return new User(
                    profile.id(),
                    profile.tenantId(),
                    profile.email(),
                    profile.emailVerifiedAt(),
                    profile.phone(),
                    profile.phoneVerifiedAt(),
                    profile.displayName(),
                    profile.displayName(),
                    profile.avatarUrl(),
                    profile.status(),
                    profile.metadata(),
                    profile.createdAt(),
                    profile.updatedAt());
        }
    }

    /** A sign-in that is the last one before the user has to see to something. */
    record SignedInForNow(@JsonUnwrapped Tokens tokens, List<String> requiredActions) {}

    record SignedUp(User user, @JsonUnwrapped Tokens tokens) {}

    /** A sign-up without tokens: the account is there, but cannot sign in yet. */
    record SignedUpWithActions(User user, List<String> requiredActions) {}

    record MfaRequired(boolean mfaRequired, String mfaToken, List<String> methods) {}

    record Message(String message) {}

    /** Contract, section 11. */
    record EmailChanged(String message, String email) {}

    record Items<T>(List<T> items) {}

    /** Contract, section 8.7; a session that is listed has not been revoked. */
    record Session(
            String id,
            String userId,
            String tenantId,
            String ip,
            String userAgent,
            Instant createdAt,
            Instant lastSeenAt,
            Instant revokedAt) {

        static Session of(Sessions.ActiveSession s) {
            return new Session(
                    s.id(),
                    s.userId(),
                    s.tenantId(),
                    s.ip(),
                    s.userAgent(),
                    s.createdAt(),
                    s.lastSeenAt(),
                    null);
        }
    }

    record Me(
            String userId, String tenantId, String sessionId, String actor, List<String> scopes) {}

    record PasswordStatus(boolean hasPassword) {}
}
