package io.authrealm.api.service.profile;

import java.time.Instant;
import java.util.Map;

/**
 * A user as the API shows one.
 *
 * @param emailVerifiedAt when the address was verified, or null
 * @param firstName may be null, as the names that follow
 * @param displayName if there is none, made of the other two
 * @param disabledAt since when the user is suspended, or null
 * @param metadata free members, never null
 */
public record Profile(
        String id,
        String tenantId,
        String email,
        Instant emailVerifiedAt,
        String phone,
        Instant phoneVerifiedAt,
        String firstName,
        String lastName,
        String displayName,
        String avatarUrl,
        Status status,
        Instant disabledAt,
        Map<String, Object> metadata,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether the user can sign in. */
    public enum Status {
        ACTIVE,
        SUSPENDED
    }
}
