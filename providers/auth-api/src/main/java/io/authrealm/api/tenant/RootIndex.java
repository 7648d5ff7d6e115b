package io.authrealm.api.tenant;

import io.authrealm.api.tenant.TenantDirectory.Entry;
import io.authrealm.api.tenant.TenantDirectory.WebOrigins;
import io.authrealm.core.text.DomainName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the tenant that a request at the origin root names. A host name, email domain or tenant id
 * that two realms claim means neither of them, whether they are open or closed.
 */
final class RootIndex {

    /**
     * A realm that has opted in.
     *
     * @param ownTenantId the tenant's id if the realm claims no other
     * @param open its entry at the root; nothing while it is closed
     * @param missingClient the client that it would need to be open; null if it is open, or closed
     *     on purpose
     */
    record OptedIn(
            String realmId,
            String realmName,
            String ownTenantId,
            RootClaims claims,
            Optional<Entry> open,
            String missingClient) {

        OptedIn(
                String realmId,
                String realmName,
                String ownTenantId,
                RootClaims claims,
                Optional<Entry> open) {
            this(realmId, realmName, ownTenantId, claims, open, null);
        }
    }

    private final List<Entry> entries;
    private final KeySet signingKeys;
    private final WebOrigins webOrigins;
    private final Map<String, Entry> byHostName;
    private final Map<String, Entry> byEmailDomain;
    private final Map<String, Entry> byTenantId;
    private final Map<String, OptedIn> byParentKey;
    private final Map<String, OptedIn> byOwner;
    private final Map<String, Entry> byRealmId = new HashMap<>();
    private final Map<String, Entry> byName = new HashMap<>();
    private final Map<String, Entry> bySlug = new HashMap<>();
    private final Map<String, List<Entry>> byKeyId = new HashMap<>();

    /** The ids of the realms that have or claim a tenant id. */
    private final Map<String, Set<String>> realmsByTenantId = new TreeMap<>();

    /** What the operator has to fix, in words. */
    private final Set<String> faults = new LinkedHashSet<>();

    /**
     * @param realms in the order of the list of tenants
     */
    RootIndex(List<OptedIn> realms, AssignedNames assigned) {
        entries = realms.stream().flatMap(realm -> realm.open().stream()).toList();
        realms.stream()
                .filter(realm -> realm.missingClient() != null)
                .map(
                        realm ->
                                "Realm %s has opted in, but the API is closed to it: it has no client %s that is enabled"
                                        .formatted(realm.realmName(), realm.missingClient()))
                .forEach(faults::add);
        signingKeys = KeySet.of(unmistakable(entries));
        webOrigins = WebOrigins.union(entries.stream().map(Entry::webOrigins).toList());
        byHostName = index("Host name", realms, RootClaims::hostNames, assigned.hostNames());
        byEmailDomain =
                index("Email domain", realms, RootClaims::emailDomains, assigned.emailDomains());
        byTenantId = indexTenantIds(realms);
        realms.stream()
                .collect(Collectors.groupingBy(realm -> slug(realm.realmName())))
                .forEach((slug, those) -> onlyOpen(those).ifPresent(it -> bySlug.put(slug, it)));
        byParentKey = holders("Public key", realms, realm -> realm.claims().parentKeys());
        byOwner = holders("Owner", realms, realm -> realm.claims().ownerIn(realm.realmId()));
        for (Entry entry : entries) {
            byRealmId.put(entry.realmId(), entry);
            byName.put(entry.name(), entry);
            entry.keyIds()
                    .forEach(id -> byKeyId.computeIfAbsent(id, k -> new ArrayList<>()).add(entry));
        }
    }

    /**
     * The signing keys of all tenants. A realm can give its keys any id, and could make the tokens
     * of another realm unverifiable. So under an id that Keycloak made from the key itself, only
     * that key is listed.
     */
    private static List<SigningKey> unmistakable(List<Entry> entries) {
        Map<String, SigningKey> byOwnId = new HashMap<>();
        for (Entry entry : entries) {
            for (SigningKey key : entry.signingKeys()) {
                if (entry.ownKeyIds().contains(key.id())) {
                    byOwnId.putIfAbsent(key.id(), key);
                }
            }
        }
        return entries.stream()
                .flatMap(entry -> entry.signingKeys().stream())
                .filter(key -> byOwnId.getOrDefault(key.id(), key).equals(key))
                .distinct()
                .toList();
    }

    private Map<String, Entry> index(
            String what,
            List<OptedIn> realms,
            Function<RootClaims, Set<String>> claimed,
            Map<String, String> assigned) {
        Map<String, List<OptedIn>> claimants = new TreeMap<>();
        for (OptedIn realm : realms) {
            for (String name : claimed.apply(realm.claims())) {
                claimants.computeIfAbsent(name, k -> new ArrayList<>()).add(realm);
            }
        }
        assigned.forEach(
                (name, realm) ->
                        claimants.put(
                                name,
                                AssignedNames.meant(
                                        realm, realms, OptedIn::realmId, OptedIn::realmName)));
        Map<String, Entry> index = new HashMap<>();
        claimants.forEach(
                (name, those) -> {
                    if (those.size() == 1) {
                        those.get(0).open().ifPresent(entry -> index.put(name, entry));
                    } else if (those.isEmpty()) {
                        faults.add(
                                "%s %s: a server option gives it to %s, which has not opted in"
                                        .formatted(what, name, assigned.get(name)));
                    } else {
                        faults.add(
                                "%s %s: the realms %s claim it, so none of them gets it"
                                        .formatted(what, name, names(those)));
                    }
                });
        return index;
    }

    /** The realms, open or closed, that alone claim a name. */
    private Map<String, OptedIn> holders(
            String what, List<OptedIn> realms, Function<OptedIn, Set<String>> claimed) {
        Map<String, List<OptedIn>> claimants = new TreeMap<>();
        for (OptedIn realm : realms) {
            for (String name : claimed.apply(realm)) {
                claimants.computeIfAbsent(name, k -> new ArrayList<>()).add(realm);
            }
        }
        Map<String, OptedIn> holders = new HashMap<>();
        claimants.forEach(
                (name, those) -> {
                    if (those.size() == 1) {
                        holders.put(name, those.get(0));
                    } else {
                        faults.add(
                                "%s %s: the realms %s claim it, so none of them gets it"
                                        .formatted(what, name, names(those)));
                    }
                });
        return holders;
    }

    private Map<String, Entry> indexTenantIds(List<OptedIn> realms) {
        for (OptedIn realm : realms) {
            holdersOf(realm.ownTenantId()).add(realm.realmId());
            if (realm.claims().tenantId() != null) {
                holdersOf(realm.claims().tenantId()).add(realm.realmId());
            }
        }
        Map<String, List<OptedIn>> byEffectiveId = new HashMap<>();
        for (OptedIn realm : realms) {
            String id = realm.ownTenantId();
            String claimed = realm.claims().tenantId();
            if (claimed != null && isTenantIdOfAnother(claimed, realm.realmId())) {
                faults.add(
                        "Tenant id %s: realm %s claims it and another has or claims it too, so that realm goes by its own id"
                                .formatted(claimed, realm.realmName()));
            } else if (claimed != null) {
                id = claimed;
            }
            byEffectiveId.computeIfAbsent(id, k -> new ArrayList<>()).add(realm);
        }
        Map<String, Entry> index = new HashMap<>();
        byEffectiveId.forEach(
                (id, those) -> onlyOpen(those).ifPresent(entry -> index.put(id, entry)));
        return index;
    }

    /** Nothing if it is closed, or if there are several. */
    private static Optional<Entry> onlyOpen(List<OptedIn> those) {
        return those.size() == 1 ? those.get(0).open() : Optional.empty();
    }

    private static String slug(String realmName) {
        return realmName.toLowerCase(Locale.ROOT);
    }

    private Set<String> holdersOf(String tenantId) {
        return realmsByTenantId.computeIfAbsent(tenantId, k -> new HashSet<>());
    }

    private static String names(List<OptedIn> realms) {
        return realms.stream().map(OptedIn::realmName).collect(Collectors.joining(", "));
    }

    /** The first tenant in the order of their names. */
    Optional<Entry> first() {
        return entries.stream().findFirst();
    }

    /** The origins of all tenants. */
    WebOrigins webOrigins() {
        return webOrigins;
    }

    /** Whether this is the only tenant. */
    boolean isOnly(String realmId) {
        return entries.size() == 1 && entries.get(0).realmId().equals(realmId);
    }

    /** The keys that verify the access tokens of all tenants. */
    KeySet signingKeys() {
        return signingKeys;
    }

    Set<String> faults() {
        return faults;
    }

    Optional<Entry> byRealmId(String realmId) {
        return Optional.ofNullable(byRealmId.get(realmId));
    }

    Optional<Entry> byName(String realmName) {
        return Optional.ofNullable(byName.get(realmName));
    }

    /**
     * The tenant whose realm has this name in any case. If two realms do, it means neither.
     *
     * @param slug in lower case
     */
    Optional<Entry> bySlug(String slug) {
        return Optional.ofNullable(bySlug.get(slug));
    }

    /** Ids come first, as {@link AssignedNames#meant} says. */
    Optional<Entry> byIdOrName(String idOrName) {
        return byRealmId(idOrName).or(() -> byName(idOrName));
    }

    /** The default tenant, or nothing if none is configured and there is more than one. */
    Optional<Entry> byDefault(String defaultTenant) {
        if (defaultTenant != null) {
            return byIdOrName(defaultTenant);
        }
        return entries.size() == 1 ? Optional.of(entries.get(0)) : Optional.empty();
    }

    /** The tenant that has the host name in any case, or else the default tenant. */
    Optional<Entry> ofServer(String hostName, String defaultTenant) {
        return Optional.ofNullable(hostName)
                .flatMap(name -> byHostName(name.toLowerCase(Locale.ROOT)))
                .or(() -> byDefault(defaultTenant));
    }

    Optional<Entry> byHostName(String hostName) {
        return Optional.ofNullable(byHostName.get(hostName));
    }

    Optional<Entry> byEmailDomain(String domain) {
        return Optional.ofNullable(byEmailDomain.get(DomainName.normalized(domain)));
    }

    Optional<Entry> byTenantId(String tenantId) {
        return Optional.ofNullable(byTenantId.get(tenantId));
    }

    /** The realm that a public key names, open or closed. */
    Optional<OptedIn> byParentKey(String key) {
        return Optional.ofNullable(byParentKey.get(key));
    }

    /**
     * The realm that a user owns, open or closed.
     *
     * @param realmId of the realm that the user is one of
     */
    Optional<OptedIn> byOwner(String realmId, String userId) {
        return Optional.ofNullable(byOwner.get(ParentOwner.name(realmId, userId)));
    }

    /**
     * The tenants that have a key of this id. There can be several, because a realm's admin can
     * give a key any id.
     */
    List<Entry> byKeyId(String keyId) {
        return byKeyId.getOrDefault(keyId, List.of());
    }

    /** Whether a realm other than this one has or claims the tenant id. */
    boolean isTenantIdOfAnother(String tenantId, String realmId) {
        return realmsByTenantId.getOrDefault(tenantId, Set.of()).stream()
                .anyMatch(holder -> !holder.equals(realmId));
    }
}
