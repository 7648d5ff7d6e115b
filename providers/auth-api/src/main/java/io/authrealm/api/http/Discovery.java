package io.authrealm.api.http;

import io.authrealm.api.tenant.TenantDirectory;
import java.net.URI;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.util.JsonSerialization;

/**
 * The keys and metadata with which other services verify access tokens (OpenID Connect Discovery
 * 1.0).
 */
public final class Discovery {

    private final KeycloakSession session;
    private final Call call;

    public Discovery(Call call) {
        this.session = call.session();
        this.call = call;
    }

    /** The tenant's signing keys; at the root, those of all tenants. */
    public Answer keys() {
        return Answer.ok(
                call.mount() == Mount.REALM
                        ? TenantDirectory.signingKeys(session, call.openTenant())
                        : TenantDirectory.of(session).signingKeys(session));
    }

    /** The tenant's own discovery document; at the root, with the root's key set. */
    public Answer configuration() {
        call.openTenant();
        Map<String, Object> members = asMembers(TenantDirectory.openIdConfiguration(session));
        if (call.mount() == Mount.ROOT) {
            URI base = session.getContext().getUri().getBaseUri();
            members.put("jwks_uri", base.resolve("/.well-known/jwks.json").toString());
        }
        return Answer.ok(members);
    }

    /**
     * The origins whose pages may use keys of this domain (WebAuthn 3, section 5.11). Browsers read
     * it at the root only.
     */
    public Answer relatedOrigins() {
        return Answer.ok(Map.of("origins", call.openTenant().keyOrigins(session)));
    }

    /** Keycloak's representations have their own rules for names and absent members. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMembers(Object representation) {
        return JsonSerialization.mapper.convertValue(representation, Map.class);
    }
}
