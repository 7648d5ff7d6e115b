package io.authrealm.api.http;

import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantDirectory;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.common.util.UriUtils;
import org.keycloak.models.KeycloakSession;

/**
 * The headers of every answer: no caching unless the answer allows it, no framing, the request id,
 * and CORS on errors too. The Web Origins setting of the API's client decides which origins may
 * read an answer. Before the tenant is known, the origins of all tenants may.
 */
public final class ResponseHeaders {

    public static final String REQUEST_ID = "X-Request-Id";

    private static final String PRAGMA = "Pragma";

    private static final Set<String> AGAINST_CACHES = Set.of(HttpHeaders.CACHE_CONTROL, PRAGMA);

    private static final Map<String, String> ALWAYS =
            Map.of(
                    HttpHeaders.CACHE_CONTROL,
                    "no-store",
                    PRAGMA,
                    "no-cache",
                    "X-Content-Type-Options",
                    "nosniff",
                    "X-Frame-Options",
                    "DENY",
                    "Content-Security-Policy",
                    "default-src 'none'; frame-ancestors 'none'",
                    "Referrer-Policy",
                    "strict-origin-when-cross-origin",
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Cross-Origin-Resource-Policy",
                    "cross-origin",
                    "Permissions-Policy",
                    "camera=(), geolocation=(), microphone=()");

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

    /** The headers that depend on no tenant. */
    public static Map<String, String> ofEveryAnswer(String requestId, boolean secure) {
        Map<String, String> headers = new HashMap<>(ALWAYS);
        headers.put(REQUEST_ID, requestId);
        if (secure) {
            headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        headers.put(HttpHeaders.VARY, "Origin");
        return headers;
    }

    /** Those of them that hold for an answer. One that caches may keep says so by itself. */
    static Map<String, String> besides(Answer answer, Map<String, String> headers) {
        if (!answer.has(HttpHeaders.CACHE_CONTROL)) {
            return headers;
        }
        Map<String, String> others = new HashMap<>(headers);
        others.keySet().removeAll(AGAINST_CACHES);
        return others;
    }

    Map<String, String> ofAnswer(String requestId) {
        return ofAnswer(requestId, this::allowedOrigins);
    }

    /** The same without waiting for anything. */
    Map<String, String> ofAnswerAtOnce(String requestId) {
        return ofAnswer(
                requestId, () -> allowedOrigins(TenantDirectory.of(session).lastWebOrigins()));
    }

    private Map<String, String> ofAnswer(String requestId, Supplier<Set<String>> allowed) {
        Map<String, String> headers = ofEveryAnswer(requestId, secure);
        if (addAllowedOriginTo(headers, allowed)) {
            headers.put("Access-Control-Expose-Headers", REQUEST_ID + ", Retry-After");
        }
        return headers;
    }

    /**
     * The headers of the answer to a preflight.
     *
     * @param requestHeaders those that the dialect knows
     */
    Map<String, String> ofPreflight(List<String> requestHeaders) {
        Map<String, String> headers = new HashMap<>();
        headers.put(HttpHeaders.VARY, "Origin");
        if (addAllowedOriginTo(headers, this::allowedOrigins)) {
            headers.put("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS");
            headers.put(
                    "Access-Control-Allow-Headers",
                    Stream.concat(requestHeaders.stream(), allowedByOperator())
                            .collect(Collectors.joining(", ")));
            headers.put("Access-Control-Max-Age", "300");
        }
        return headers;
    }

    /**
     * What the option {@code spi-cors--default--allowed-headers} adds on every path of the server,
     * such as the headers of tracing.
     */
    private static Stream<String> allowedByOperator() {
        String[] headers = Config.scope("cors", "default").getArray("allowedHeaders");
        return headers == null ? Stream.empty() : Arrays.stream(headers);
    }

    private boolean addAllowedOriginTo(
            Map<String, String> headers, Supplier<Set<String>> allowedOrigins) {
        String origin =
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString("Origin");
        if (origin == null) {
            return false;
        }
        Set<String> allowed = allowedOrigins.get();
        boolean listed = allowed.contains(origin);
        if (!listed && !allowed.contains("*")) {
            return false;
        }
        headers.put("Access-Control-Allow-Origin", origin);
        if (listed) {
            headers.put("Access-Control-Allow-Credentials", "true");
        }
        return true;
    }

    /** The origins whose pages may read the answer. */
    private Set<String> allowedOrigins() {
        if (tenant != null) {
            return tenant.webOrigins(session);
        }
        return allowedOrigins(TenantDirectory.of(session).webOrigins(session));
    }

    /** The origins whose pages may use the browser's cookies: those, and the server's own. */
    Set<String> originsOfPages() {
        Set<String> origins = new HashSet<>(allowedOrigins());
        origins.add(UriUtils.getOrigin(session.getContext().getUri().getBaseUri()));
        return origins;
    }

    private Set<String> allowedOrigins(TenantDirectory.WebOrigins all) {
        if (!all.isServerAllowed()) {
            return all.origins();
        }
        Set<String> origins = new HashSet<>(all.origins());
        origins.add(UriUtils.getOrigin(session.getContext().getUri().getBaseUri()));
        return origins;
    }
}
