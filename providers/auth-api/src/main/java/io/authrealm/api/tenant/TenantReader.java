package io.authrealm.api.tenant;

import io.authrealm.api.keycloak.RealmDocuments;
import io.authrealm.api.keycloak.RealmRevisions;
import io.authrealm.api.keycloak.StoredRealms;
import io.authrealm.api.tenant.RootIndex.OptedIn;
import io.authrealm.api.tenant.TenantDirectory.Entry;
import io.authrealm.api.tenant.TenantDirectory.WebOrigins;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.common.util.KeyUtils;
import org.keycloak.common.util.UriUtils;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.keys.KeyProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/** Reads from the database what the root mount has to know of realms. */
final class TenantReader {

    /**
     * What was read of a realm.
     *
     * @param clientId of the API's client, as Keycloak numbers it; null if there is none
     * @param revision of the realm, before it was read
     * @param clientRevision the same of the client
     * @param announced the last announced change, before both
     */
    record Reading(
            OptedIn realm,
            String clientId,
            Object revision,
            Object clientRevision,
            Object announced) {

        /** Whether reading it again would show the same. A client that is missing may come. */
        boolean isCurrent(RealmRevisions now) {
            return clientId != null
                    && now.isUnchanged(realm.realmId(), revision, announced)
                    && now.isUnchanged(clientId, clientRevision, announced);
        }
    }

    private final KeycloakSession session;
    private final RealmRevisions revisions;
    private final StoredRealms stored;

    TenantReader(KeycloakSession session, RealmRevisions revisions) {
        this.session = session;
        this.revisions = revisions;
        this.stored = new StoredRealms(session);
    }

    /** Those of the realms that have opted in. */
    List<Reading> read(Collection<String> realmIds) {
        Object announced = revisions.lastAnnounced();
        Map<String, Object> ofRealms = revisions(realmIds);
        Map<RealmModel, TenantSettings> settings = settings(realmIds);
        if (settings.isEmpty()) {
            return List.of();
        }
        Map<String, String> clientIds = new HashMap<>();
        settings.forEach((realm, its) -> clientIds.put(realm.getId(), its.clientId()));
        Map<String, String> clients = stored.idsOfClients(clientIds);
        Map<String, Object> ofClients = revisions(clients.values());
        stored.prepareClients(clients.values());
        return settings.entrySet().stream()
                .map(
                        each -> {
                            RealmModel realm = each.getKey();
                            String client = clients.get(realm.getId());
                            return new Reading(
                                    optedIn(realm, each.getValue(), stored.client(realm, client)),
                                    client,
                                    ofRealms.get(realm.getId()),
                                    ofClients.get(client),
                                    announced);
                        })
                .toList();
    }

    private Map<String, Object> revisions(Collection<String> ids) {
        Map<String, Object> found = new HashMap<>();
        ids.forEach(id -> found.put(id, revisions.of(id)));
        return found;
    }

    private Map<RealmModel, TenantSettings> settings(Collection<String> realmIds) {
        Map<RealmModel, TenantSettings> found = new HashMap<>();
        stored.realms(realmIds, TenantSettingsProvider.class, KeyProvider.class)
                .forEach(realm -> TenantSettings.of(realm).ifPresent(its -> found.put(realm, its)));
        return found;
    }

    private OptedIn optedIn(
            RealmModel realm, TenantSettings settings, Optional<ClientModel> client) {
        String ownId = Tenant.ownId(realm.getId());
        Optional<Entry> open =
                client.flatMap(its -> Tenant.open(realm, its, settings, ownId)).map(this::entry);
        boolean isWanted = realm.isEnabled() && settings.enabled();
        return new OptedIn(
                realm.getId(),
                realm.getName(),
                ownId,
                RootClaims.of(settings),
                open,
                isWanted && open.isEmpty() ? settings.clientId() : null);
    }

    private Entry entry(Tenant tenant) {
        // Keycloak's makers of keys take the realm from here.
        session.getContext().setRealm(tenant.realm());
        List<KeyWrapper> keys =
                session.keys()
                        .getKeysStream(tenant.realm())
                        .filter(
                                key ->
                                        key.getStatus().isEnabled()
                                                && KeyUse.SIG.equals(key.getUse()))
                        .toList();
        return new Entry(
                tenant.realm().getId(),
                tenant.realm().getName(),
                idsOf(keys.stream()),
                idsOf(keys.stream().filter(TenantReader::hasOwnId)),
                signingKeys(session, tenant),
                webOrigins(tenant.client()),
                tenant.settings().dialect());
    }

    /**
     * The public keys that verify the tenant's access tokens. A realm may have others: Keycloak
     * creates an RSA key by itself for pages that need one.
     */
    static List<SigningKey> signingKeys(KeycloakSession session, Tenant tenant) {
        String algorithm = signatureAlgorithm(tenant);
        return RealmDocuments.keys(session, tenant.realm())
                .filter(key -> KeyUse.SIG.getSpecName().equals(key.getPublicKeyUse()))
                .filter(key -> algorithm.equals(key.getAlgorithm()))
                .map(SigningKey::of)
                .toList();
    }

    private static String signatureAlgorithm(Tenant tenant) {
        String ofClient =
                tenant.client().getAttribute(OIDCConfigAttributes.ACCESS_TOKEN_SIGNED_RESPONSE_ALG);
        if (ofClient != null && !ofClient.isEmpty()) {
            return ofClient;
        }
        String ofRealm = tenant.realm().getDefaultSignatureAlgorithm();
        return ofRealm != null && !ofRealm.isEmpty()
                ? ofRealm
                : Constants.DEFAULT_SIGNATURE_ALGORITHM;
    }

    /**
     * As Keycloak reads the setting, but without a request: a relative address there is relative to
     * the server as the request sees it.
     */
    private static WebOrigins webOrigins(ClientModel client) {
        Set<String> origins = new HashSet<>(client.getWebOrigins());
        if (!origins.remove(Constants.INCLUDE_REDIRECTS)) {
            return new WebOrigins(Set.copyOf(origins), false);
        }
        String root = client.getRootUrl() == null ? "" : client.getRootUrl();
        boolean isServerAllowed = false;
        for (String redirect : client.getRedirectUris()) {
            String url = redirect.startsWith("/") ? root + redirect : redirect;
            if (url.startsWith("http://") || url.startsWith("https://")) {
                origins.add(UriUtils.getOrigin(url));
            } else {
                isServerAllowed |= redirect.startsWith("/");
            }
        }
        return new WebOrigins(Set.copyOf(origins), isServerAllowed);
    }

    private static Set<String> idsOf(Stream<KeyWrapper> keys) {
        return keys.map(KeyWrapper::getKid).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean hasOwnId(KeyWrapper key) {
        return key.getPublicKey() != null
                && KeyUtils.createKeyId(key.getPublicKey()).equals(key.getKid());
    }
}
