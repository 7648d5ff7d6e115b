package io.authrealm.api.service.apikeys;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.store.StoredApiKeys;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * Makes and revokes API keys. A key never reaches further than its maker: {@link
 * io.authrealm.api.caller.AdminKeys} asks for the maker's rights at each request. Here it gets the
 * bound of its own, which does not grow if the maker gets more rights later.
 *
 * <p>A key that was made by a key is bound by that one too, and ends with it.
 */
public final class ApiKeys {

    /**
     * A key to be made.
     *
     * @param userId whom it stands for; null for nobody
     * @param scopes the names of permissions; empty for all that the maker has
     * @param expiresAt null if it must not expire before its maker
     */
    public record NewKey(String name, String userId, List<String> scopes, Instant expiresAt) {}

    private final StoredApiKeys keys;
    private final AdminCaller caller;
    private final Tenant tenant;

    ApiKeys(KeycloakSession session, AdminCaller caller) {
        this.caller = caller;
        this.tenant = caller.tenant();
        this.keys = new StoredApiKeys(session, tenant.realm());
    }

    /** Makes a key for the caller. */
    public ApiKeyCreateResult create(NewKey key) {
        if (key.userId() != null && !caller.isUser(key.userId())) {
            return new ApiKeyCreateResult.OtherUser();
        }
        if (key.expiresAt() != null && !key.expiresAt().isAfter(ServerTime.now())) {
            return new ApiKeyCreateResult.ExpiredAlready();
        }
        if (!key.scopes().stream().allMatch(this::canGive) || isLaterThanMaker(key.expiresAt())) {
            return new ApiKeyCreateResult.BeyondMaker();
        }
        keys.lock();
        if (caller.key().filter(own -> !keys.isActive(own.id())).isPresent()) {
            return new ApiKeyCreateResult.MakerRevoked();
        }
        int most = tenant.settings().mostApiKeys();
        if (keys.countActive() >= most) {
            return new ApiKeyCreateResult.TooMany(most);
        }
        return issue(key);
    }

    /**
     * A name that stands for no permission gives nothing. Clients may send one that another server
     * knows.
     */
    private boolean canGive(String scope) {
        return caller.key().map(own -> own.scopes().contains(scope)).orElse(true)
                && Permission.of(scope).map(caller.rights()::has).orElse(true);
    }

    private boolean isLaterThanMaker(Instant expiresAt) {
        return expiresAt != null
                && endOfMaker().filter(end -> expiresAt.toEpochMilli() > end).isPresent();
    }

    /** When the key ends by which the caller came in; nothing if it does not end. */
    private Optional<Long> endOfMaker() {
        return caller.key().map(StoredApiKeys.Row::expiresAt);
    }

    private ApiKeyCreateResult issue(NewKey key) {
        StoredApiKeys.Issued issued =
                keys.issue(
                        new StoredApiKeys.NewKey(
                                key.name(),
                                key.scopes().isEmpty() ? all() : key.scopes(),
                                caller.maker(),
                                key.userId() != null,
                                caller.key().map(StoredApiKeys.Row::id).orElse(null),
                                key.expiresAt() == null
                                        ? endOfMaker().orElse(null)
                                        : Long.valueOf(key.expiresAt().toEpochMilli())));
        StoredApiKeys.Row row = issued.row();
        caller.events().keyCreated(row.id(), row.prefix(), row.scopes());
        return new ApiKeyCreateResult.Created(ApiKey.of(tenant, row), issued.text().text());
    }

    private List<String> all() {
        return Arrays.stream(Permission.values())
                .filter(caller.rights()::has)
                .map(Permission::key)
                .toList();
    }

    /** Revokes a key, and those that were made by it. */
    public ApiKeyRevokeResult revoke(String id) {
        keys.lock();
        List<String> revoked = keys.revoke(id);
        revoked.forEach(caller.events()::keyRevoked);
        return revoked.isEmpty()
                ? new ApiKeyRevokeResult.NotFound()
                : new ApiKeyRevokeResult.Revoked();
    }
}
