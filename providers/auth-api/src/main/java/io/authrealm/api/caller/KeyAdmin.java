package io.authrealm.api.caller;

import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.store.StoredApiKeys;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;

/**
 * An admin whose API key a script has sent. Its rights are at most those that the maker has now.
 */
record KeyAdmin(Tenant tenant, AdminRights rights, AdminEvents events, StoredApiKeys.Row row)
        implements AdminCaller {

    @Override
    public String actorId() {
        return row.maker().userId();
    }

    @Override
    public String limitKey() {
        return row.id();
    }

    @Override
    public StoredApiKeys.Maker maker() {
        return row.maker();
    }

    @Override
    public Optional<StoredApiKeys.Row> key() {
        return Optional.of(row);
    }
}
