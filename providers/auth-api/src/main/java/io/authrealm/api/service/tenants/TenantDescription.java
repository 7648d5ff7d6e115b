package io.authrealm.api.service.tenants;

import com.fasterxml.jackson.core.type.TypeReference;
import io.authrealm.api.store.StoredTenants;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/**
 * A tenant as clients see it.
 *
 * @param slug the name of its realm
 * @param logoUrl null if there is none
 * @param createdAt null if the API has not made it
 * @param updatedAt null if it was never changed through the API
 */
public record TenantDescription(
        String id,
        String slug,
        String name,
        Status status,
        String region,
        String logoUrl,
        Map<String, Object> metadata,
        Instant createdAt,
        Instant updatedAt) {

    /** Whom the tenant is open to. */
    public enum Status {
        ACTIVE,

        /** Only to its admins. */
        SUSPENDED
    }

    /** What clients of the API take for granted if nobody says where a tenant is. */
    private static final String USUAL_REGION = "us-east-1";

    private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {};

    static TenantDescription of(Tenant tenant, Optional<StoredTenants.Row> row) {
        return new TenantDescription(
                tenant.id(),
                tenant.name(),
                tenant.displayName(),
                tenant.isSuspended() ? Status.SUSPENDED : Status.ACTIVE,
                row.map(StoredTenants.Row::region).orElse(USUAL_REGION),
                row.map(StoredTenants.Row::logoUrl).orElse(null),
                row.map(StoredTenants.Row::metadata)
                        .map(TenantDescription::metadata)
                        .orElse(Map.of()),
                row.map(StoredTenants.Row::createdAt).map(Instant::ofEpochMilli).orElse(null),
                row.map(StoredTenants.Row::updatedAt).map(Instant::ofEpochMilli).orElse(null));
    }

    private static Map<String, Object> metadata(String stored) {
        try {
            return JsonSerialization.readValue(stored, METADATA);
        } catch (IOException e) {
            throw new IllegalStateException("metadata of a tenant are no JSON", e);
        }
    }

    /** The form in which metadata are stored; null for none. */
    static String stored(Map<String, Object> metadata) {
        return metadata == null || metadata.isEmpty()
                ? null
                : Json.SNAKE_CASE.write(metadata).trim();
    }
}
