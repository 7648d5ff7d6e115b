package io.authrealm.api.service.apikeys;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.service.users.UserAccessResult;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;

/** Decides who may see and make the API keys of a tenant. */
public final class ApiKeyAccess {

    private final KeycloakSession session;
    private final AdminCaller caller;

    public ApiKeyAccess(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** To see the keys of the tenant. */
    public UserAccessResult<ApiKeyList> toRead() {
        return to(Permission.API_KEY_READ, () -> new ApiKeyList(session, caller.tenant()));
    }

    /** To make and revoke keys. */
    public UserAccessResult<ApiKeys> toWrite() {
        return to(Permission.API_KEY_WRITE, () -> new ApiKeys(session, caller));
    }

    /** The key by which the caller has come in; nothing if it was by a token. */
    public Optional<ApiKey> own() {
        return caller.key().map(row -> ApiKey.of(caller.tenant(), row));
    }

    private <T> UserAccessResult<T> to(Permission permission, Supplier<T> access) {
        return caller.rights().has(permission)
                ? new UserAccessResult.Granted<>(access.get())
                : new UserAccessResult.Denied<>();
    }
}
