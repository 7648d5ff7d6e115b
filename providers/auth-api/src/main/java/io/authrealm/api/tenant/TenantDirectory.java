package io.authrealm.api.tenant;

import io.authrealm.api.keycloak.RealmDocuments;
import io.authrealm.api.keycloak.RealmRevisions;
import io.authrealm.api.keycloak.StoredRealms;
import io.authrealm.api.tenant.RootIndex.OptedIn;
import io.authrealm.api.tenant.TenantReader.Reading;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTaskWithResult;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What the root mount has to know of all tenants at once: their names, hosts, domains, keys and web
 * origins. To read every realm for every request would cost more with every realm. So this is a
 * snapshot, at most {@link #MAX_AGE} old, and older than no change of settings on any node. A new
 * snapshot reads only the realms that {@link RealmRevisions have changed} since the last one.
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

    /** How many realms are read in one transaction. */
    private static final int AT_ONCE = 100;

    /**
     * How many realms are read for a snapshot although they seem not to have changed. Keycloak may
     * forget the number of a realm at the wrong moment.
     */
    private static final int READ_ANYWAY = 10;

    /** How long a snapshot with a new tenant is waited for. */
    private static final Duration PATIENCE_WITH_NEW = Duration.ofSeconds(10);

    private static final Duration LOOK_FOR_NEW = Duration.ofMillis(20);

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
            List<SigningKey> signingKeys,
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
     * @param readings by the ids of the realms, of which the one that was read first comes first
     * @param change the last announced one, which it includes
     */
    private record Picture(
            RootIndex index, Map<String, Reading> readings, long takenAt, Object change) {

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

    private volatile RealmRevisions revisions;
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
     *
     * <p>Keycloak loads realms into its cache at the same time. An announcement gives this moment a
     * number, so that those are not read a second time.
     */
    public void prepare(KeycloakSession session) {
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(), RealmRevisions::announce);
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
        } else if (!isGood(session, seen, GOOD_AGE)) {
            attempt(session);
        }
        return seen.index()
                .ofServer(hostName, defaultTenant)
                .map(Entry::dialect)
                .orElse(SpokenDialect.QEET);
    }

    /**
     * The host names and email domains that the realm claims and that do not mean it at the root:
     * another realm claims them too, or the server gives them to one.
     */
    public Set<String> lostNames(KeycloakSession session, RealmModel realm) {
        RootIndex index = index(session);
        Set<String> lost = new TreeSet<>();
        TenantSettings.of(realm)
                .ifPresent(
                        settings -> {
                            addLost(settings.hostNames(), index::byHostName, realm, lost);
                            addLost(settings.emailDomains(), index::byEmailDomain, realm, lost);
                        });
        return lost;
    }

    private static void addLost(
            Set<String> names,
            Function<String, Optional<Entry>> meaning,
            RealmModel realm,
            Set<String> lost) {
        names.stream()
                .filter(
                        name ->
                                meaning.apply(name)
                                        .filter(entry -> entry.realmId().equals(realm.getId()))
                                        .isEmpty())
                .forEach(lost::add);
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

    /**
     * Waits until this node finds a new tenant at the root, whose realm is committed.
     *
     * @return false if that takes too long
     */
    public boolean awaitNew(KeycloakSession session, String realmId) {
        long end = System.nanoTime() + PATIENCE_WITH_NEW.toNanos();
        while (index(session).byRealmId(realmId).isEmpty()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_FOR_NEW.toNanos());
        }
        return true;
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

    private Picture current(KeycloakSession session, Duration maxAge) {
        Duration patience = picture == null ? PATIENCE_WITH_FIRST : PATIENCE;
        long end = System.nanoTime() + patience.toNanos();
        Picture seen = picture;
        while (!isGood(session, seen, maxAge) && System.nanoTime() - end < 0) {
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

    private boolean isGood(KeycloakSession session, Picture seen, Duration maxAge) {
        return seen != null
                && !seen.isOlderThan(maxAge)
                && Objects.equals(seen.change(), revisions(session).lastAnnounced());
    }

    private RealmRevisions revisions(KeycloakSession session) {
        RealmRevisions known = revisions;
        if (known == null) {
            known = RealmRevisions.of(session);
            revisions = known;
        }
        return known;
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
            RealmRevisions now = revisions(session);
            long startedAt = System.nanoTime();
            last =
                    new Attempt(
                            session.getProvider(ExecutorsProvider.class)
                                    .getExecutor("authrealm-tenants")
                                    .submit(() -> take(factory, now)),
                            startedAt);
        }
        return last;
    }

    private Picture take(KeycloakSessionFactory factory, RealmRevisions now) {
        long takenAt = System.nanoTime();
        Picture before = picture;
        // Before the ids are read, so that each realm has its new number by then.
        Object change = now.lastAnnounced();
        Map<String, Reading> readings = new LinkedHashMap<>();
        if (before != null) {
            readings.putAll(before.readings());
        }
        Set<String> ids =
                inTransaction(
                        factory,
                        session ->
                                new StoredRealms(session)
                                        .idsWithComponent(TenantSettingsProvider.class));
        readings.keySet().retainAll(ids);
        List<String> due = due(ids, readings, now);
        due.forEach(readings::remove);
        for (int i = 0; i < due.size(); i += AT_ONCE) {
            List<String> some = due.subList(i, Math.min(i + AT_ONCE, due.size()));
            inTransaction(factory, session -> new TenantReader(session, now).read(some))
                    .forEach(reading -> readings.put(reading.realm().realmId(), reading));
        }
        picture = new Picture(index(before, readings), readings, takenAt, change);
        report(picture.index().faults());
        return picture;
    }

    /** The realms that have changed or are new, and some of those that were not read for long. */
    private static List<String> due(
            Set<String> ids, Map<String, Reading> readings, RealmRevisions now) {
        Set<String> due = readings.keySet().stream().limit(READ_ANYWAY).collect(Collectors.toSet());
        ids.stream()
                .filter(id -> !readings.containsKey(id) || !readings.get(id).isCurrent(now))
                .forEach(due::add);
        return List.copyOf(due);
    }

    private RootIndex index(Picture before, Map<String, Reading> readings) {
        return before != null && isSame(before.readings(), readings)
                ? before.index()
                : new RootIndex(
                        readings.values().stream()
                                .map(Reading::realm)
                                .sorted(Comparator.comparing(OptedIn::realmName))
                                .toList(),
                        assigned);
    }

    private static boolean isSame(Map<String, Reading> before, Map<String, Reading> now) {
        return before.keySet().equals(now.keySet())
                && now.entrySet().stream()
                        .allMatch(
                                each ->
                                        each.getValue()
                                                .realm()
                                                .equals(before.get(each.getKey()).realm()));
    }

    /** A transaction of its own, so that the request holds no database connection for it. */
    private static <T> T inTransaction(
            KeycloakSessionFactory factory, KeycloakSessionTaskWithResult<T> task) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, task);
    }

    private void report(Set<String> faults) {
        faults.stream().filter(fault -> !reported.contains(fault)).forEach(LOG::warn);
        reported = faults;
    }

    /** The keys that verify the access tokens of the tenant. */
    public static KeySet signingKeys(KeycloakSession session, Tenant tenant) {
        return KeySet.of(TenantReader.signingKeys(session, tenant));
    }

    /** The OpenID Connect configuration of the realm that the session's context names. */
    public static Object openIdConfiguration(KeycloakSession session) {
        return RealmDocuments.openIdConfiguration(session);
    }
}
