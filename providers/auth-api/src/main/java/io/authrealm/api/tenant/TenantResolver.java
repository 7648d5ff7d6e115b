package io.authrealm.api.tenant;

import io.authrealm.api.tenant.AddressHolders.Holder;
import io.authrealm.api.tenant.TenantDirectory.Entry;
import io.authrealm.core.text.EmailSyntax;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.keycloak.common.util.Encode;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.JsonWebToken;

/**
 * Finds the tenant of a request at the origin root, where the path names none. The order is: the
 * tenant header, the host name, the domain of the email address, the {@link AddressHolders holders}
 * of that address, the default tenant. The key id of a token names its tenant.
 */
public final class TenantResolver {

    /**
     * The operator's rules.
     *
     * @param defaultTenant id or name of the realm for requests that name no tenant; null if there
     *     is only one tenant
     * @param byHolders whether the accounts with an address decide which tenant it stands for
     */
    public record Rules(String defaultTenant, boolean byHolders) {}

    private final KeycloakSession session;
    private final TenantDirectory directory;
    private final Rules rules;
    private final String tenantHeader;
    private final boolean hasHeaderId;

    /**
     * @param tenantHeader the header that names a tenant
     * @param hasHeaderId whether the header has the tenant's id, and not the name of its realm
     */
    public TenantResolver(
            KeycloakSession session, Rules rules, String tenantHeader, boolean hasHeaderId) {
        this.session = session;
        this.directory = TenantDirectory.of(session);
        this.rules = rules;
        this.tenantHeader = tenantHeader;
        this.hasHeaderId = hasHeaderId;
    }

    /** The tenant that the header or host name names; nothing if there is no such tenant. */
    public Optional<Tenant> named() {
        String header = header();
        return (header != null ? byHeader(header) : byHost()).flatMap(this::open);
    }

    private Optional<Entry> byHeader(String header) {
        return hasHeaderId
                ? index().byTenantId(header.trim().toLowerCase(Locale.ROOT))
                : index().byName(header);
    }

    /** Whether the client named a tenant by header. Then nothing else decides. */
    public boolean isNamedByHeader() {
        return header() != null;
    }

    /** The default tenant, or nothing if none is configured and there is more than one. */
    public Optional<Tenant> byDefault() {
        return defaultEntry().flatMap(this::open);
    }

    /**
     * The tenant for a sign-in with this address, or for a link to it. Nothing if the header names
     * no existing tenant, or if the address stands for none.
     */
    public Optional<Tenant> byEmail(String email) {
        return isNamedByHeader()
                ? named()
                : named().or(() -> byDomain(email)).or(() -> byHolders(email));
    }

    /** The tenant that has this domain of addresses. */
    public Optional<Tenant> byEmailDomain(String domain) {
        return index().byEmailDomain(domain).flatMap(this::open);
    }

    /**
     * The tenant that the client names by its {@link Tenant#isCalled slug}. Nothing if there is no
     * such tenant, or if the header names another one.
     */
    public Optional<Tenant> bySlug(String slug) {
        return isNamedByHeader()
                ? named().filter(tenant -> tenant.isCalled(slug))
                : index().bySlug(slug.toLowerCase(Locale.ROOT)).flatMap(this::open);
    }

    /** The tenant for a sign-up with this address. It does not depend on existing accounts. */
    public Optional<Tenant> forNewAccount(String email) {
        return isNamedByHeader() ? named() : named().or(() -> byDomain(email)).or(this::byDefault);
    }

    /** Whether only the default tenant is left for a sign-up with this address. */
    public boolean leavesTenantOpen(String email) {
        return !isNamedByHeader() && named().isEmpty() && byDomain(email).isEmpty();
    }

    /**
     * Like {@link #byEmail(String)}, with {@code tenantId} if nothing else names the tenant. It may
     * be null or unknown.
     */
    public Optional<Tenant> byEmail(String email, String tenantId) {
        if (tenantId == null || named().isPresent() || isNamedByHeader()) {
            return byEmail(email);
        }
        return anyByTenantId(tenantId).or(() -> byEmail(email));
    }

    /** The tenant with this UUID, unless the request names another one. */
    public Optional<Tenant> byTenantId(String tenantId) {
        return named().isPresent() || isNamedByHeader()
                ? named().filter(tenant -> tenant.isNamedBy(tenantId))
                : anyByTenantId(tenantId);
    }

    /** The tenant with this UUID, even if the request names another one. */
    public Optional<Tenant> anyByTenantId(String tenantId) {
        return index().byTenantId(tenantId.toLowerCase(Locale.ROOT)).flatMap(this::open);
    }

    /**
     * The tenant whose key {@code token} names in its header; the caller verifies the signature. If
     * several tenants have a key of that id, the issuer, not verified yet either, chooses between
     * them.
     */
    public Optional<Tenant> byToken(String token) {
        return byToken(token, () -> true);
    }

    /**
     * The same for a request that no limit has seen yet.
     *
     * @param mayLookAgain whether an unknown key is worth looking at all realms again
     */
    public Optional<Tenant> byToken(String token, BooleanSupplier mayLookAgain) {
        try {
            JWSInput jws = new JWSInput(token);
            String keyId = jws.getHeader().getKeyId();
            List<Entry> found =
                    keyId == null ? List.of() : directory.byKeyId(session, keyId, mayLookAgain);
            if (found.size() > 1) {
                String issuer = realmOfIssuer(jws);
                found = found.stream().filter(entry -> entry.name().equals(issuer)).toList();
            }
            return found.stream().findFirst().flatMap(this::open);
        } catch (JWSInputException e) {
            return Optional.empty();
        }
    }

    private static String realmOfIssuer(JWSInput jws) throws JWSInputException {
        String issuer = jws.readJsonContent(JsonWebToken.class).getIssuer();
        return issuer == null
                ? null
                : Encode.decodePath(issuer.substring(issuer.lastIndexOf('/') + 1));
    }

    /** The tenant that is the realm with this id. */
    public Optional<Tenant> openById(String realmId) {
        return Tenant.of(session, session.realms().getRealm(realmId));
    }

    /** The tenant that a public key names. Nothing else decides then. */
    public NamedTenant byParentKey(String key) {
        return directory.byParentKey(session, key);
    }

    /** Any tenant: its settings serve if a request must look like one that a tenant has refused. */
    public Optional<Tenant> decoy() {
        return byDefault().or(() -> index().first().flatMap(this::open));
    }

    /** Whether there is no other tenant. */
    public boolean isOnly(Tenant tenant) {
        return index().isOnly(tenant.realm().getId());
    }

    private RootIndex index() {
        return directory.index(session);
    }

    private Optional<Entry> defaultEntry() {
        return index().byDefault(rules.defaultTenant());
    }

    private Optional<Entry> byHost() {
        String host = session.getContext().getHttpRequest().getUri().getBaseUri().getHost();
        return host == null ? Optional.empty() : index().byHostName(host.toLowerCase(Locale.ROOT));
    }

    private Optional<Tenant> byDomain(String email) {
        return byEmailDomain(EmailSyntax.domain(email));
    }

    private Optional<Tenant> byHolders(String email) {
        if (!rules.byHolders()) {
            return byDefault();
        }
        RootIndex index = index();
        SortedMap<String, Holder> byRealmName = new TreeMap<>();
        for (Holder holder : AddressHolders.of(session, email)) {
            index.byRealmId(holder.realmId())
                    .ifPresent(entry -> byRealmName.put(entry.name(), holder));
        }
        List<Holder> ofTenants = List.copyOf(byRealmName.values());
        return AddressHolders.choose(ofTenants, defaultEntry().map(Entry::realmId).orElse(null))
                .flatMap(this::openById);
    }

    private Optional<Tenant> open(Entry entry) {
        return openById(entry.realmId());
    }

    private String header() {
        return session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(tenantHeader);
    }
}
