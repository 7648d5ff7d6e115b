package io.authrealm.api.service.apikeys;

import io.authrealm.api.store.StoredApiKeys;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.List;

/**
 * An API key without its secret.
 *
 * @param userId the user whom the key stands for; null if it stands for nobody
 * @param prefix by which people recognize it
 * @param scopes the names of permissions
 * @param expiresAt null if it does not expire
 * @param lastUsedAt a minute too early at most; null if it was never used
 * @param revokedAt null if it is not revoked
 */
public record ApiKey(
        String id,
        String tenantId,
        String userId,
        String name,
        String prefix,
        List<String> scopes,
        Instant expiresAt,
        Instant lastUsedAt,
        Instant revokedAt,
        Instant createdAt) {

    static ApiKey of(Tenant tenant, StoredApiKeys.Row row) {
        return new ApiKey(
                row.id(),
                tenant.id(),
                row.standsForMaker() ? row.maker().userId() : null,
                row.name(),
                row.prefix(),
                row.scopes(),
                time(row.expiresAt()),
                time(row.lastUsedAt()),
                time(row.revokedAt()),
                Instant.ofEpochMilli(row.createdAt()));
    }

    private static Instant time(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
