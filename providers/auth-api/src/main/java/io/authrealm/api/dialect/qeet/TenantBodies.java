package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.tenants.TenantAccess;
import io.authrealm.api.service.tenants.TenantCreateResult;
import io.authrealm.api.service.tenants.TenantDescription;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The JSON objects that the routes of tenants answer with. */
final class TenantBodies {

    private TenantBodies() {}

    /** The plan is the only one that there is. */
    record Tenant(
            String id,
            String slug,
            String name,
            String status,
            String plan,
            String region,
            String logoUrl,
            Map<String, Object> metadata,
            Instant createdAt,
            Instant updatedAt) {

        static Tenant of(TenantDescription tenant) {
            return new Tenant(
                    tenant.id(),
                    tenant.slug(),
                    tenant.name(),
                    word(tenant.status()),
                    "free",
                    tenant.region(),
                    tenant.logoUrl() == null ? "" : tenant.logoUrl(),
                    tenant.metadata(),
                    tenant.createdAt(),
                    tenant.updatedAt());
        }

        private static String word(TenantDescription.Status status) {
            return switch (status) {
                case ACTIVE -> "active";
                case SUSPENDED -> "suspended";
            };
        }
    }

    record Listed(@JsonUnwrapped Tenant tenant, long memberCount, long mfaEnabledCount) {

        static Listed of(TenantAccess.Listed listed) {
            return new Listed(
                    Tenant.of(listed.tenant()), listed.members(), listed.withSecondFactor());
        }
    }

    /** There never is another page. */
    record Page(List<Listed> items, String nextCursor) {

        static Page of(List<TenantAccess.Listed> all) {
            return new Page(all.stream().map(Listed::of).toList(), "");
        }
    }

    /** A new tenant, in both forms that clients read. */
    record Created(
            @JsonUnwrapped Tenant members, Tenant tenant, String tenantId, List<String> roles) {

        static Created of(TenantCreateResult.Created created) {
            Tenant tenant = Tenant.of(created.tenant());
            return new Created(tenant, tenant, tenant.id(), rolesOf(created));
        }
    }

    /** The same with a session of its owner, which names the tenant too. */
    record CreatedWithSession(
            @JsonUnwrapped Tenant members,
            Tenant tenant,
            List<String> roles,
            @JsonUnwrapped QeetBodies.Tokens tokens) {

        static CreatedWithSession of(TenantCreateResult.Created created, TokenPair tokens) {
            Tenant tenant = Tenant.of(created.tenant());
            return new CreatedWithSession(
                    tenant, tenant, rolesOf(created), QeetBodies.Tokens.of(tokens));
        }
    }

    private static List<String> rolesOf(TenantCreateResult.Created created) {
        return created.isOwned() ? List.of("owner") : List.of();
    }
}
