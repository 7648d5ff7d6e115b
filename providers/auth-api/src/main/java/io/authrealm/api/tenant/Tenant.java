package io.authrealm.api.tenant;

import io.authrealm.api.keycloak.KeyOptions;
import io.authrealm.api.keycloak.RealmDocuments;
import io.authrealm.core.text.UuidSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A realm that is enabled, has opted in, and has an enabled API client.
 *
 * @param id the tenant's UUID in answers and tokens: the one that the realm claims, unless another
 *     realm has or claims it; else one derived from the realm's id
 */
public record Tenant(RealmModel realm, ClientModel client, TenantSettings settings, String id) {

    /** Returns {@code realm} as a tenant, or nothing if the realm is closed to the API. */
    public static Optional<Tenant> of(KeycloakSession session, RealmModel realm) {
        return realm == null
                ? Optional.empty()
                : TenantSettings.of(realm).flatMap(settings -> of(session, realm, settings));
    }

    private static Optional<Tenant> of(
            KeycloakSession session, RealmModel realm, TenantSettings settings) {
        return Optional.ofNullable(realm.getClientByClientId(settings.clientId()))
                .flatMap(client -> open(realm, client, settings, idOf(session, realm, settings)));
    }

    /** The tenant, unless the realm, its settings or its client close it. */
    static Optional<Tenant> open(
            RealmModel realm, ClientModel client, TenantSettings settings, String id) {
        return realm.isEnabled() && settings.enabled() && client.isEnabled()
                ? Optional.of(new Tenant(realm, client, settings, id))
                : Optional.empty();
    }

    /** Whether everybody but its admins finds the tenant closed. */
    public boolean isSuspended() {
        return settings.isSuspended();
    }

    /** The name that clients and links use. */
    public String name() {
        return realm.getName();
    }

    /**
     * Whether a client that calls the tenant by this slug is right. The slug is the name of the
     * realm, in any case.
     */
    public boolean isCalled(String slug) {
        return realm.getName().equalsIgnoreCase(slug);
    }

    /** The display name. */
    public String displayName() {
        String name = realm.getDisplayName();
        return name == null || name.isBlank() ? realm.getName() : name;
    }

    /**
     * Whether a client that expects this tenant is right.
     *
     * @param tenantId null if the client expects none
     */
    public boolean isNamedBy(String tenantId) {
        return tenantId == null || tenantId.equalsIgnoreCase(id);
    }

    /**
     * Whether the operator lets this tenant trust the addresses that the other one has verified.
     */
    public boolean takesUsersOf(Tenant other) {
        return settings.switchTenantFrom().contains(other.realm().getId().toLowerCase(Locale.ROOT));
    }

    /** The web origins whose pages may read the tenant's answers. */
    public Set<String> webOrigins(KeycloakSession session) {
        return RealmDocuments.webOrigins(session, client);
    }

    /** The origins whose pages may use the keys of the tenant's users. */
    public Set<String> keyOrigins(KeycloakSession session) {
        return KeyOptions.origins(session, realm);
    }

    /** Names a bucket of the limiters; unique on the server. */
    public String bucket(String scope, String key) {
        return scope + '|' + realm.getId() + '|' + key;
    }

    private static String idOf(KeycloakSession session, RealmModel realm, TenantSettings settings) {
        String claimed = settings.tenantId();
        return claimed == null
                        || TenantDirectory.of(session)
                                .index(session)
                                .isTenantIdOfAnother(claimed, realm.getId())
                ? ownId(realm.getId())
                : claimed;
    }

    /** The id of a tenant that claims no other. */
    static String ownId(String realmId) {
        if (UuidSyntax.isValid(realmId)) {
            return realmId.toLowerCase(Locale.ROOT);
        }
        byte[] name = ("authrealm:tenant:" + realmId).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).toString();
    }
}
