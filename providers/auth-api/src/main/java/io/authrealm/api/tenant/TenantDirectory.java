package io.authrealm.api.tenant;

import io.authrealm.api.keycloak.RealmDocuments;
import io.authrealm.api.tenant.RootIndex.OptedIn;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.common.util.KeyUtils;
import org.keycloak.common.util.UriUtils;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/**
 * What the root mount has to know of all tenants at once: their names, hosts, domains, keys and web
 * origins. To read every realm for every request would cost more with every realm. So this is a
 * snapshot, at most {@link #MAX_AGE} old on other nodes, and up to date on the node that changed a
 * setting.
 *
 * <p>Snapshots are taken in the background, one at a time. While none can be taken, because the
 * database is away, the last one serves and no request waits.
 */
public final class TenantDirectory {

    private static final Logger LOG = Logger.getLogger(TenantDirectory.class);

    static final Duration MAX_AGE = Duration.ofSeconds(5);

    /** A snapshot of this age is replaced, though it still serves. */
    private static final Duration GOOD_AGE = Duration.ofSeconds(3);

    /**
     * An unknown key id may belong to a new key. A new snapshot for it is taken at most this often.
     */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** How long after its start a new snapshot is waited for, if there is an older one. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long the first snapshot is waited for. */
    private static final Duration PATIENCE_WITH_FIRST = Duration.ofSeconds(5);

    /** The pause after a failed attempt. */
    private static final Duration REST = Duration.ofSeconds(2);

    /**
     * One tenant.
     *
     * @param keyIds of all signing keys, whatever their use
     * @param ownKeyIds those that Keycloak derived from the public key
     * @param dialect what its paths below {@code /v1} speak
     */
    public record Entry(
            String realmId,
            String name,
            Set<String> keyIds,
            Set<String> ownKeyIds,
            List<JWK> signingKeys,
            WebOrigins webOrigins,
            SpokenDialect dialect) {}

    /**
     * The origins whose pages may call.
     *
     * @param isServerAllowed whether the server's own origin is one of them, under whatever host
     *     name
     */
    public record WebOrigins(Set<String> origins, boolean isServerAllowed) {

        static WebOrigins union(List<WebOrigins> all) {
            return new WebOrigins(
                    all.stream()
                            .flatMap(those -> those.origins().stream())
                            .collect(Collectors.toUnmodifiableSet()),
                    all.stream().anyMatch(WebOrigins::isServerAllowed));
        }
    }

    /**
     * @param change the number of changes on this node that it includes
     */
    private record Picture(RootIndex index, long takenAt, long change) {

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - takenAt > age.toNanos();
        }
    }

    private final AssignedNames assigned;

    /** A snapshot that is being taken, or was. */
    private record Attempt(Future<Picture> result, long startedAt) {

        boolean hasFailed() {
            return result.isDone() && !isTakenWithin(0);
        }

        /** Waits until that time after the start; false if there is no snapshot then. */
        boolean isTakenWithin(Duration patience) {
            return isTakenWithin(startedAt + patience.toNanos() - System.nanoTime());
        }

        private boolean isTakenWithin(long nanos) {
            try {
                result.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException | TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private final AtomicLong changes = new AtomicLong();
    private volatile Picture picture;
    private Attempt last;

    /** What was logged already. Only the thread that takes a snapshot reads and writes it. */
    private Set<String> reported = Set.of();

    /**
     * @param assigned the names that server options assign to realms
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

    /**
     * Begins to take the first snapshot, so that no request waits for it. It reads every realm that
     * has opted in, which takes the longer the more there are.
     */
    public void prepare(KeycloakSession session) {
        attempt(session);
    }

    /** Whether there is a snapshot; if not, one is being taken after this call. */
    public boolean isReady(KeycloakSession session) {
        if (picture == null) {
            attempt(session);
        }
        return picture != null;
    }

    /**
     * The web origins of all tenants.
     *
     * @throws NoPictureException if the database has never answered
     */
    public WebOrigins webOrigins(KeycloakSession session) {
        return index(session).webOrigins();
    }

    /** The same of the last snapshot, without waiting. */
    public WebOrigins lastWebOrigins() {
        Picture seen = picture;
        return seen == null ? new WebOrigins(Set.of(), false) : seen.index().webOrigins();
    }

    /**
     * What {@code /v1} speaks at the root: the dialect of the tenant that has the host name, or
     * else of the default tenant. It is of the last snapshot; only the first one is waited for.
     *
     * @param hostName may be null
     * @param defaultTenant id or name of the default tenant; null if none is configured
     * @throws NoPictureException if the database has never answered
     */
    public SpokenDialect dialectAtRoot(
            KeycloakSession session, String hostName, String defaultTenant) {
        Picture seen = picture;
        if (seen == null) {
            seen = current(session, MAX_AGE);
        } else if (!isGood(seen, GOOD_AGE)) {
            attempt(session);
        }
        return seen.index()
                .ofServer(hostName, defaultTenant)
                .map(Entry::dialect)
                .orElse(SpokenDialect.QEET);
    }

    /** The tenant that a public key names. */
    public NamedTenant byParentKey(KeycloakSession session, String key) {
        return named(session, index(session).byParentKey(key));
    }

    /** The tenant that a user owns. */
    public NamedTenant ownedBy(KeycloakSession session, RealmModel realm, UserModel user) {
        return named(session, index(session).byOwner(realm.getId(), user.getId()));
    }

    private static NamedTenant named(KeycloakSession session, Optional<OptedIn> realm) {
        return realm.<NamedTenant>map(
                        found ->
                                Tenant.of(session, session.realms().getRealm(found.realmId()))
                                        .<NamedTenant>map(NamedTenant.Open::new)
                                        .orElseGet(NamedTenant.Closed::new))
                .orElseGet(NamedTenant.Unknown::new);
    }

    /** The keys that verify the access tokens of all tenants. */
    public KeySet signingKeys(KeycloakSession session) {
        return index(session).signingKeys();
    }

    RootIndex index(KeycloakSession session) {
        return current(session, MAX_AGE).index();
    }

    /**
     * The tenants that have a key {@code keyId}, whatever its use and state.
     *
     * @param mayLookAgain whether an unknown id is worth a new snapshot: anybody can make up ids
     */
    List<Entry> byKeyId(KeycloakSession session, String keyId, BooleanSupplier mayLookAgain) {
        List<Entry> found = index(session).byKeyId(keyId);
        return found.isEmpty() && mayLookAgain.getAsBoolean()
                ? current(session, LOOK_AGAIN).index().byKeyId(keyId)
                : found;
    }

    void forgetAfterCommit(KeycloakSession session) {
        session.getTransactionManager()
                .enlistAfterCompletion(
                        new AbstractKeycloakTransaction() {
                            @Override
                            protected void commitImpl() {
                                changes.incrementAndGet();
                            }

                            @Override
                            protected void rollbackImpl() {}
                        });
    }

    private Picture current(KeycloakSession session, Duration maxAge) {
        Duration patience = picture == null ? PATIENCE_WITH_FIRST : PATIENCE;
        long end = System.nanoTime() + patience.toNanos();
        Picture seen = picture;
        while (!isGood(seen, maxAge) && System.nanoTime() - end < 0) {
            Attempt attempt = attempt(session);
            if (!attempt.isTakenWithin(patience)) {
                break;
            }
            seen = picture;
        }
        seen = picture;
        if (seen == null) {
            throw new NoPictureException();
        }
        if (seen.isOlderThan(GOOD_AGE)) {
            attempt(session);
        }
        return seen;
    }

    private boolean isGood(Picture seen, Duration maxAge) {
        return seen != null && seen.change() == changes.get() && !seen.isOlderThan(maxAge);
    }

    /** The snapshot that is being taken; a new one, unless the last attempt has just failed. */
    private synchronized Attempt attempt(KeycloakSession session) {
        boolean isLastGoodEnough =
                last != null
                        && (!last.result().isDone()
                                || (last.hasFailed()
                                        && System.nanoTime() - last.startedAt() < REST.toNanos()));
        if (!isLastGoodEnough) {
            KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
            long startedAt = System.nanoTime();
            last =
                    new Attempt(
                            session.getProvider(ExecutorsProvider.class)
                                    .getExecutor("authrealm-tenants")
                                    .submit(() -> take(factory)),
                            startedAt);
        }
        return last;
    }

    private Picture take(KeycloakSessionFactory factory) {
        long takenAt = System.nanoTime();
        long change = changes.get();
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
        picture = new Picture(new RootIndex(realms, assigned), takenAt, change);
        report(picture.index().faults());
        return picture;
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
     * creates an RSA key by itself for pages that need one.
     */
    public static KeySet signingKeys(KeycloakSession session, Tenant tenant) {
        return KeySet.of(signingKeysOf(session, tenant));
    }

    private static List<JWK> signingKeysOf(KeycloakSession session, Tenant tenant) {
        String algorithm = signatureAlgorithm(tenant);
        return RealmDocuments.keys(session, tenant.realm())
                .filter(key -> KeyUse.SIG.getSpecName().equals(key.getPublicKeyUse()))
                .filter(key -> algorithm.equals(key.getAlgorithm()))
                .toList();
    }

    /** The OpenID Connect configuration of the realm that the session's context names. */
    public static Object openIdConfiguration(KeycloakSession session) {
        return RealmDocuments.openIdConfiguration(session);
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
                signingKeysOf(session, tenant),
                webOrigins(tenant.client()),
                tenant.settings().dialect());
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
