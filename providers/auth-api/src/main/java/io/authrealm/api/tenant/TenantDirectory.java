package io.authrealm.api.tenant;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.protocol.oidc.utils.JWKSServerUtils;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;

/**
 * What the root mount has to know of all tenants at once: their names, hosts, domains, keys and web
 * origins. Reading every realm for every request would cost more the more realms there are, so this
 * is a picture of them, at most {@link #MAX_AGE} old on other nodes and up to date on the node
 * where a setting was changed.
 */
public final class TenantDirectory {

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    /**
     * A key id nobody knows may be a key that was just made; looking again is limited to this
     * often.
     */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** One opted-in realm. */
    public record Entry(
            String realmId,
            String name,
            String tenantId,
            TenantSettings settings,
            Set<String> keyIds,
            List<JWK> signingKeys,
            Set<String> webOrigins) {}

    private record Picture(List<Entry> entries, Map<String, Entry> byKeyId, long takenAt) {

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - takenAt > age.toNanos();
        }
    }

    private final ReentrantLock taking = new ReentrantLock();
    private volatile Picture picture;

    TenantDirectory() {}

    /** The directory of the server that {@code session} belongs to. */
    public static TenantDirectory of(KeycloakSession session) {
        return ((TenantSettingsProviderFactory)
                        session.getKeycloakSessionFactory()
                                .getProviderFactory(
                                        TenantSettingsProvider.class,
                                        TenantSettingsProviderFactory.ID))
                .directory();
    }

    /** All opted-in realms, in the order of their names. */
    public List<Entry> entries(KeycloakSession session) {
        return current(session, MAX_AGE).entries();
    }

    /** The one tenant that passes {@code filter}, or nothing where none or several do. */
    Optional<Entry> theOne(KeycloakSession session, Predicate<Entry> filter) {
        List<Entry> found = entries(session).stream().filter(filter).limit(2).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The tenant that signs with the key {@code keyId}, whatever the use and state of the key. */
    Optional<Entry> byKeyId(KeycloakSession session, String keyId) {
        Entry entry = current(session, MAX_AGE).byKeyId().get(keyId);
        if (entry == null) {
            entry = current(session, LOOK_AGAIN).byKeyId().get(keyId);
        }
        return Optional.ofNullable(entry);
    }

    void forgetAfterCommit(KeycloakSession session) {
        session.getTransactionManager()
                .enlistAfterCompletion(
                        new AbstractKeycloakTransaction() {
                            @Override
                            protected void commitImpl() {
                                picture = null;
                            }

                            @Override
                            protected void rollbackImpl() {}
                        });
    }

    private Picture current(KeycloakSession session, Duration maxAge) {
        Picture seen = picture;
        if (seen != null && !seen.isOlderThan(maxAge)) {
            return seen;
        }
        if (seen == null) {
            taking.lock();
        } else if (!taking.tryLock()) {
            // Somebody is at it already; the old picture serves until it is done.
            return seen;
        }
        try {
            Picture now = picture;
            if (now == null || now.isOlderThan(maxAge)) {
                now = take(session.getKeycloakSessionFactory());
                picture = now;
            }
            return now;
        } finally {
            taking.unlock();
        }
    }

    private static Picture take(KeycloakSessionFactory factory) {
        long takenAt = System.nanoTime();
        // A transaction of its own, so that the request holds no database connection for it.
        List<Entry> entries =
                KeycloakModelUtils.runJobInTransactionWithResult(
                        factory,
                        session ->
                                session.realms()
                                        .getRealmsWithProviderTypeStream(
                                                TenantSettingsProvider.class)
                                        .flatMap(realm -> Tenant.of(realm).stream())
                                        .map(tenant -> entry(session, tenant))
                                        .sorted((a, b) -> a.name().compareTo(b.name()))
                                        .toList());
        Map<String, Entry> byKeyId = new HashMap<>();
        for (Entry entry : entries) {
            entry.keyIds().forEach(keyId -> byKeyId.put(keyId, entry));
        }
        return new Picture(entries, byKeyId, takenAt);
    }

    /**
     * The public keys that verify the tenant's access tokens. A realm may have others: Keycloak
     * makes an RSA key by itself for pages that want one.
     */
    public static List<JWK> signingKeys(KeycloakSession session, Tenant tenant) {
        String algorithm = signatureAlgorithm(tenant);
        return Arrays.stream(JWKSServerUtils.getRealmJwks(session, tenant.realm()).getKeys())
                .filter(key -> KeyUse.SIG.getSpecName().equals(key.getPublicKeyUse()))
                .filter(key -> algorithm.equals(key.getAlgorithm()))
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

    private static Entry entry(KeycloakSession session, Tenant tenant) {
        session.getContext().setRealm(tenant.realm());
        List<KeyWrapper> keys =
                session.keys()
                        .getKeysStream(tenant.realm())
                        .filter(
                                key ->
                                        key.getStatus().isEnabled()
                                                && KeyUse.SIG.equals(key.getUse()))
                        .toList();
        Set<String> keyIds = new HashSet<>();
        keys.forEach(key -> keyIds.add(key.getKid()));
        return new Entry(
                tenant.realm().getId(),
                tenant.realm().getName(),
                tenant.id(),
                tenant.settings(),
                Set.copyOf(keyIds),
                signingKeys(session, tenant),
                Set.copyOf(WebOriginsUtils.resolveValidWebOrigins(session, tenant.client())));
    }
}
