package io.authrealm.api.tenant;

import io.authrealm.core.text.UuidSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** A realm that is enabled, has opted in, and whose API client is there and enabled. */
public record Tenant(RealmModel realm, ClientModel client, TenantSettings settings) {

    /**
     * Returns the tenant that {@code realm} is, or nothing where the realm is closed to the API.
     */
    public static Optional<Tenant> of(RealmModel realm) {
        if (realm == null || !realm.isEnabled()) {
            return Optional.empty();
        }
        return TenantSettings.of(realm)
                .filter(TenantSettings::enabled)
                .flatMap(
                        settings ->
                                Optional.ofNullable(realm.getClientByClientId(settings.clientId()))
                                        .filter(ClientModel::isEnabled)
                                        .map(client -> new Tenant(realm, client, settings)));
    }

    /** The tenant's UUID in answers and tokens; it never changes while the realm keeps its id. */
    public String id() {
        return idOf(realm, settings);
    }

    static String idOf(RealmModel realm, TenantSettings settings) {
        if (settings.tenantId() != null) {
            return settings.tenantId();
        }
        if (UuidSyntax.isValid(realm.getId())) {
            return realm.getId().toLowerCase(Locale.ROOT);
        }
        byte[] name = ("authrealm:tenant:" + realm.getId()).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }
}
