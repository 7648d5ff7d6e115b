package io.authrealm.api.service.tenants;

import io.authrealm.api.keycloak.RealmCreation;
import io.authrealm.api.store.StoredTenants;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantDirectory;
import io.authrealm.core.text.TenantSlug;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Makes the realm of a new tenant, unless there are as many as the operator allows.
 *
 * <p>Realm, owner and all else that belongs to a new tenant are one transaction of their own. A
 * failure, even at the commit, leaves nothing. Of several requests for one slug at the same moment,
 * on any node, one makes a realm.
 */
public final class TenantFounding {

    /** What else is made in the transaction of the realm. */
    public interface Rest<R> {

        /**
         * @param job works for the new realm
         */
        R make(KeycloakSession job, Tenant here);
    }

    /** What was made in the transaction. */
    private record Made<R>(TenantDescription tenant, R rest) {}

    private static final Logger LOG = Logger.getLogger(TenantFounding.class);

    private final KeycloakSession session;
    private final TenantOptions options;

    public TenantFounding(KeycloakSession session, TenantOptions options) {
        this.session = session;
        this.options = options;
    }

    /** Whether there are as many tenants as the operator allows. */
    public boolean isFull() {
        return new StoredTenants(session).countMade() >= options.most();
    }

    /** The slug that the tenant would get; nothing if none is free. */
    public Optional<String> freeSlug(NewTenant wanted) {
        List<String> candidates =
                wanted.slug() == null
                        ? TenantSlug.candidates(wanted.name())
                        : List.of(wanted.slug());
        return candidates.stream().filter(slug -> !isTaken(slug)).findFirst();
    }

    private boolean isTaken(String slug) {
        return RealmCreation.isAdminRealm(slug)
                || new StoredTenants(session).isTaken(slug)
                || RealmCreation.isAdminClientTaken(session, slug);
    }

    /**
     * Makes the tenant. It is committed when this returns.
     *
     * @param slug the one of the tenant, which was free a moment ago
     */
    public <R> FoundingResult<R> found(String slug, NewTenant wanted, Rest<R> rest) {
        String realmId = KeycloakModelUtils.generateId();
        Optional<Made<R>> made;
        try {
            made =
                    KeycloakModelUtils.runJobInTransactionWithResult(
                            session.getKeycloakSessionFactory(),
                            session.getContext(),
                            job -> make(job, realmId, slug, wanted, rest),
                            "AuthRealm tenant");
        } catch (RuntimeException e) {
            if (isTaken(slug)) {
                LOG.debugf(e, "The slug %s was taken a moment before", slug);
                return new FoundingResult.SlugTaken<>();
            }
            throw e;
        }
        return made.map(there -> founded(realmId, there)).orElseGet(FoundingResult.Full::new);
    }

    private <R> FoundingResult<R> founded(String realmId, Made<R> made) {
        if (!TenantDirectory.of(session).awaitNew(session, realmId)) {
            LOG.warnf(
                    "Tenant %s is made, and does not answer at the root yet", made.tenant().slug());
        }
        return new FoundingResult.Founded<>(realmId, made.tenant(), made.rest());
    }

    private <R> Optional<Made<R>> make(
            KeycloakSession job, String realmId, String slug, NewTenant wanted, Rest<R> rest) {
        Made<R> made = makeAnyway(job, realmId, slug, wanted, rest);
        if (isOneTooMany(job)) {
            job.getTransactionManager().setRollbackOnly();
            return Optional.empty();
        }
        return Optional.of(made);
    }

    /**
     * Whether others have used up the limit while this tenant was made. The lock comes last, so
     * that nobody waits for more than a commit.
     */
    private boolean isOneTooMany(KeycloakSession job) {
        StoredTenants tenants = new StoredTenants(job);
        tenants.lockNumber();
        return tenants.countMade() > options.most();
    }

    private <R> Made<R> makeAnyway(
            KeycloakSession job, String realmId, String slug, NewTenant wanted, Rest<R> rest) {
        RealmModel realm =
                RealmCreation.create(job, options.template().realm(realmId, slug, wanted.name()));
        StoredTenants.Row row =
                StoredTenants.Row.made(
                        realmId,
                        slug,
                        wanted.region(),
                        wanted.logoUrl(),
                        TenantDescription.stored(wanted.metadata()));
        new StoredTenants(job).write(row);
        Tenant here =
                Tenant.of(job, realm)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "a realm of the template is closed to the API"));
        job.getContext().setClient(here.client());
        return new Made<>(TenantDescription.of(here, Optional.of(row)), rest.make(job, here));
    }
}
