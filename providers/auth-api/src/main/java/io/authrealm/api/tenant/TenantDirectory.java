package io.authrealm.api.tenant;

import io.authrealm.api.tenant.RootIndex.OptedIn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.common.util.KeyUtils;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
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

    private static final Logger LOG = Logger.getLogger(TenantDirectory.class);

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    /**
     * A key id nobody knows may be a key that was just made; looking again is limited to this
     * often.
     */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /**
     * One tenant.
     *
     * @param keyIds of all keys that sign, whatever for
     * @param ownKeyIds those of them that Keycloak has made from the public key
     */
    public record Entry(
            String realmId,
            String name,
            Set<String> keyIds,
            Set<String> ownKeyIds,
            List<JWK> signingKeys,
            Set<String> webOrigins) {}

    private record Picture(RootIndex index, long takenAt) {

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - takenAt > age.toNanos();
        }
    }

    private final AssignedNames assigned;
    private final ReentrantLock taking = new ReentrantLock();
    private volatile Picture picture;

    /** What the log has said already; only whoever takes a picture reads and writes it. */
    private Set<String> reported = Set.of();

    /**
     * @param assigned what server options give to realms
     */
    TenantDirectory(AssignedNames assigned) {
        this.assigned = assigned;
    }

    /** The directory of the server that {@code session} belongs to. */
    public static TenantDirectory of(KeycloakSession session) {
        return ((TenantSettingsProviderFactory)
                        session.getKeycloakSessionFactory()
                                .getProviderFactory(
                                        TenantSettingsProvider.class,
                                        TenantSettingsProviderFactory.ID))
                .directory();
    }

    /** All tenants, in the order of their names. */
    public List<Entry> entries(KeycloakSession session) {
        return index(session).entries();
    }

    /** The keys that verify the access tokens of all tenants. */
    public List<JWK> signingKeys(KeycloakSession session) {
        return index(session).signingKeys();
    }

    RootIndex index(KeycloakSession session) {
        return current(session, MAX_AGE).index();
    }

    /** The tenants that have a key {@code keyId}, whatever its use and state. */
    List<Entry> byKeyId(KeycloakSession session, String keyId) {
        List<Entry> found = index(session).byKeyId(keyId);
        return found.isEmpty() ? current(session, LOOK_AGAIN).index().byKeyId(keyId) : found;
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
                report(now.index().faults());
            }
            return now;
        } finally {
            taking.unlock();
        }
    }

    private Picture take(KeycloakSessionFactory factory) {
        long takenAt = System.nanoTime();
        // A transaction of its own, so that the request holds no database connection for it.
        List<OptedIn> realms =
                KeycloakModelUtils.runJobInTransactionWithResult(
                        factory,
                        session ->
                                session.realms()
                                        .getRealmsWithProviderTypeStream(
                                                TenantSettingsProvider.class)
                                        .flatMap(realm -> optedIn(session, realm).stream())
                                        .sorted((a, b) -> a.realmName().compareTo(b.realmName()))
                                        .toList());
        return new Picture(new RootIndex(realms, assigned), takenAt);
    }

    private static Optional<OptedIn> optedIn(KeycloakSession session, RealmModel realm) {
        return TenantSettings.of(realm)
                .map(
                        settings ->
                                new OptedIn(
                                        realm.getId(),
                                        realm.getName(),
                                        Tenant.ownId(realm),
                                        RootClaims.of(settings),
                                        Tenant.open(realm, settings, Tenant.ownId(realm))
                                                .map(tenant -> entry(session, tenant))));
    }

    private void report(Set<String> faults) {
        faults.stream().filter(fault -> !reported.contains(fault)).forEach(LOG::warn);
        reported = faults;
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
        return new Entry(
                tenant.realm().getId(),
                tenant.realm().getName(),
                idsOf(keys.stream()),
                idsOf(keys.stream().filter(TenantDirectory::hasOwnId)),
                signingKeys(session, tenant),
                Set.copyOf(WebOriginsUtils.resolveValidWebOrigins(session, tenant.client())));
    }

    private static Set<String> idsOf(Stream<KeyWrapper> keys) {
        return keys.map(KeyWrapper::getKid).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean hasOwnId(KeyWrapper key) {
        return key.getPublicKey() != null
                && KeyUtils.createKeyId(key.getPublicKey()).equals(key.getKid());
    }
}
