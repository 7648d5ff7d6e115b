package io.authrealm.api.service.apikeys;

import io.authrealm.api.store.StoredApiKeys;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** The API keys of a tenant, for an admin who may see them. */
public final class ApiKeyList {

    private final StoredApiKeys keys;
    private final Tenant tenant;

    ApiKeyList(KeycloakSession session, Tenant tenant) {
        this.keys = new StoredApiKeys(session, tenant.realm());
        this.tenant = tenant;
    }

    /** The newest first, with those that have ended. */
    public List<ApiKey> all() {
        return keys.newestFirst().stream().map(row -> ApiKey.of(tenant, row)).toList();
    }

    /** One of them. */
    public ApiKeyFindResult find(String id) {
        return keys.byId(id)
                .<ApiKeyFindResult>map(row -> new ApiKeyFindResult.Found(ApiKey.of(tenant, row)))
                .orElseGet(ApiKeyFindResult.NotFound::new);
    }
}
