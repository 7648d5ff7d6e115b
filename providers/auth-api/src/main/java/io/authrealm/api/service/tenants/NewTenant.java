package io.authrealm.api.service.tenants;

import java.util.Map;

/**
 * A tenant that is wanted.
 *
 * @param slug null if any will do that goes with the name
 * @param name for people
 * @param region null if it does not matter
 * @param logoUrl null if there is none
 * @param metadata null if there are none
 */
public record NewTenant(
        String slug, String name, String region, String logoUrl, Map<String, Object> metadata) {}
