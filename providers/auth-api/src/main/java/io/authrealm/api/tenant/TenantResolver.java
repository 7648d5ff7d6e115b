package io.authrealm.api.tenant;

import io.authrealm.core.text.EmailSyntax;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Finds the tenant of a request at the origin root, where the path names none. The order is: the
 * tenant header, the host name, the domain of the email address, the one tenant in which somebody
 * has that address, the default tenant. A token says where it belongs by the key that verifies it,
 * never by a claim that nobody has verified yet.
 */
public final class TenantResolver {

    /** Names a tenant by its realm's name. */
    public static final String TENANT_HEADER = "X-Tenant";

    private final KeycloakSession session;
    private final TenantDirectory directory;
    private final String defaultTenant;

    /**
     * @param defaultTenant the realm that serves requests which name no tenant; null where that is
     *     the only tenant there is
     */
    public TenantResolver(KeycloakSession session, String defaultTenant) {
        this.session = session;
        this.directory = TenantDirectory.of(session);
        this.defaultTenant = defaultTenant;
    }

    /** The tenant that header or host name; an empty result where they name none that exists. */
    public Optional<Tenant> named() {
        String header = header(TENANT_HEADER);
        return (header != null ? byName(header) : byHost()).flatMap(this::open);
    }

    /** Whether the client named a tenant by header, in which case nothing else may decide. */
    public boolean isNamedByHeader() {
        return header(TENANT_HEADER) != null;
    }

    /** The default tenant, or nothing where none is configured and there is more than one. */
    public Optional<Tenant> byDefault() {
        return (defaultTenant == null
                        ? directory.theOne(session, entry -> true)
                        : byName(defaultTenant))
                .flatMap(this::open);
    }

    /**
     * The tenant of an anonymous request that carries an email address. Nothing where the header
     * names no tenant, or where the address is in use in several.
     */
    public Optional<Tenant> byEmail(String email) {
        Optional<Tenant> named = named();
        if (named.isPresent() || isNamedByHeader()) {
            return named;
        }
        String domain = EmailSyntax.domain(email);
        Optional<TenantDirectory.Entry> byDomain =
                directory.theOne(session, e -> e.settings().emailDomains().contains(domain));
        if (byDomain.isPresent()) {
            return byDomain.flatMap(this::open);
        }
        List<String> holders = realmsThatHold(email);
        if (holders.isEmpty()) {
            return byDefault();
        }
        return holders.size() == 1 ? openById(holders.get(0)) : Optional.empty();
    }

    /**
     * Like {@link #byEmail(String)} where nothing but {@code tenantId} names the tenant, which may
     * be null or none of ours.
     */
    public Optional<Tenant> byEmail(String email, String tenantId) {
        if (tenantId == null || named().isPresent() || isNamedByHeader()) {
            return byEmail(email);
        }
        return directory
                .theOne(session, entry -> entry.tenantId().equalsIgnoreCase(tenantId))
                .flatMap(this::open)
                .or(() -> byEmail(email));
    }

    /**
     * The tenant whose key signed {@code token}, as its header says; the caller verifies the
     * signature.
     */
    public Optional<Tenant> byToken(String token) {
        try {
            String keyId = new JWSInput(token).getHeader().getKeyId();
            return keyId == null
                    ? Optional.empty()
                    : directory.byKeyId(session, keyId).flatMap(this::open);
        } catch (JWSInputException e) {
            return Optional.empty();
        }
    }

    /** The tenant that is the realm with this id. */
    public Optional<Tenant> openById(String realmId) {
        return Tenant.of(session.realms().getRealm(realmId));
    }

    /**
     * Any tenant at all: its settings serve where a request must look like one that was refused by
     * a tenant.
     */
    public Optional<Tenant> decoy() {
        return byDefault()
                .or(() -> directory.entries(session).stream().findFirst().flatMap(this::open));
    }

    private Optional<TenantDirectory.Entry> byName(String name) {
        return directory.theOne(session, entry -> entry.name().equals(name));
    }

    private Optional<TenantDirectory.Entry> byHost() {
        String host = session.getContext().getHttpRequest().getUri().getBaseUri().getHost();
        if (host == null) {
            return Optional.empty();
        }
        String name = host.toLowerCase(Locale.ROOT);
        return directory.theOne(session, entry -> entry.settings().hostNames().contains(name));
    }

    private Optional<Tenant> open(TenantDirectory.Entry entry) {
        return openById(entry.realmId());
    }

    private String header(String name) {
        return session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(name);
    }

    /**
     * One indexed query over all realms, in a transaction of its own, so that the request holds no
     * connection.
     */
    private List<String> realmsThatHold(String email) {
        List<String> open =
                directory.entries(session).stream().map(TenantDirectory.Entry::realmId).toList();
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                job -> {
                    EntityManager em =
                            job.getProvider(JpaConnectionProvider.class).getEntityManager();
                    return em.createQuery(
                                    "select distinct u.realmId from UserEntity u where u.email = :email",
                                    String.class)
                            .setParameter("email", EmailSyntax.normalized(email))
                            .getResultStream()
                            .filter(open::contains)
                            .limit(2)
                            .toList();
                });
    }
}
