package io.authrealm.api.http;

import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantDirectory;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;

/**
 * The headers of every answer (contract, sections 4.5 and 4.6). Which origins may read an answer is
 * the API client's Web Origins setting; before the tenant is known, those of all tenants may.
 */
final class ResponseHeaders {

    static final String REQUEST_ID = "X-Request-Id";

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "Cache-Control", "no-store",
                    "Pragma", "no-cache",
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
                    "Referrer-Policy", "strict-origin-when-cross-origin",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "cross-origin",
                    "Permissions-Policy", "camera=(), geolocation=(), microphone=()");

    private final KeycloakSession session;
    private final Tenant tenant;
    private final boolean secure;

    /**
     * @param tenant whose web origins may read the answer; null for those of all tenants
     */
    ResponseHeaders(KeycloakSession session, Tenant tenant, boolean secure) {
        this.session = session;
        this.tenant = tenant;
        this.secure = secure;
    }

    void addTo(Response.ResponseBuilder response, String requestId) {
        ALWAYS.forEach(response::header);
        response.header(REQUEST_ID, requestId);
        if (secure) {
            response.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        response.header(HttpHeaders.VARY, "Origin");
        if (addAllowedOriginTo(response)) {
            response.header("Access-Control-Expose-Headers", REQUEST_ID + ", Retry-After");
        }
    }

    void addPreflightTo(Response.ResponseBuilder response) {
        response.header(HttpHeaders.VARY, "Origin");
        if (addAllowedOriginTo(response)) {
            response.header(
                    "Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS");
            response.header(
                    "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, X-Request-Id, X-CSRF-Token, X-Tenant, Idempotency-Key");
            response.header("Access-Control-Max-Age", "300");
        }
    }

    private boolean addAllowedOriginTo(Response.ResponseBuilder response) {
        String origin =
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString("Origin");
        if (origin == null) {
            return false;
        }
        Set<String> allowed = allowedOrigins();
        boolean listed = allowed.contains(origin);
        if (!listed && !allowed.contains("*")) {
            return false;
        }
        response.header("Access-Control-Allow-Origin", origin);
        if (listed) {
            response.header("Access-Control-Allow-Credentials", "true");
        }
        return true;
    }

    private Set<String> allowedOrigins() {
        if (tenant != null) {
            return WebOriginsUtils.resolveValidWebOrigins(session, tenant.client());
        }
        return TenantDirectory.of(session).entries(session).stream()
                .flatMap(entry -> entry.webOrigins().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
