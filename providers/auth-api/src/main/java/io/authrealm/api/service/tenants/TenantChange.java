package io.authrealm.api.service.tenants;

import java.util.Map;

/**
 * A change of a tenant; a null member stays as it is.
 *
 * @param logoUrl empty to remove it
 * @param metadata replaces all metadata
 */
public record TenantChange(
        String name,
        TenantDescription.Status status,
        String region,
        String logoUrl,
        Map<String, Object> metadata) {}
