package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Visit;
import io.authrealm.api.store.Credits;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.NamedTenant;
import io.authrealm.api.tenant.ParentSettings;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Looks whether anybody can come in by a public key. */
final class ParentDoor {

    /** The user may be one of any realm. */
    private static final String OWNER =
            "select u.enabled from UserEntity u where u.id = :owner and not"
                    + DeletedUsers.isDeleted("u");

    /**
     * What a key opens.
     *
     * @param tenant the one that the key names; null if there is a {@code closure}
     * @param closure null if the door is open
     */
    record Opened(Tenant tenant, Closure closure) {}

    private static final Cases<ParentDoor, NamedTenant, Opened> OPENED =
            Cases.<ParentDoor, NamedTenant, Opened>of(NamedTenant.class)
                    .when(NamedTenant.Open.class, (door, named) -> door.enter(named.tenant()))
                    .when(NamedTenant.Closed.class, door -> shut(Closure.PARENT_INACTIVE))
                    .when(NamedTenant.Unknown.class, door -> shut(Closure.KEY_UNKNOWN))
                    .complete();

    private final KeycloakSession session;
    private final long cost;

    /**
     * @param cost of what the client wants, in credits
     */
    ParentDoor(KeycloakSession session, long cost) {
        this.session = session;
        this.cost = cost;
    }

    Opened open(Visit visit, String key) {
        return OPENED.apply(this, visit.byParentKey(key));
    }

    private Opened enter(Tenant tenant) {
        return ownerClosure(tenant)
                .or(() -> creditClosure(tenant))
                .map(ParentDoor::shut)
                .orElseGet(() -> new Opened(tenant, null));
    }

    private Optional<Closure> ownerClosure(Tenant tenant) {
        String ownerId = tenant.settings().parents().ownerId();
        if (ownerId == null) {
            return Optional.empty();
        }
        return session
                .getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(OWNER, Boolean.class)
                .setParameter("owner", ownerId)
                .getResultStream()
                .findFirst()
                .map(isEnabled -> isEnabled ? Optional.<Closure>empty() : inactive())
                .orElseGet(() -> Optional.of(Closure.PARENT_MISSING));
    }

    private static Optional<Closure> inactive() {
        return Optional.of(Closure.PARENT_INACTIVE);
    }

    /** A glance, so that nobody computes a hash for nothing. {@link Toll} decides. */
    private Optional<Closure> creditClosure(Tenant tenant) {
        ParentSettings settings = tenant.settings().parents();
        return settings.credits() > 0
                        && new Credits(session, tenant.realm()).left(settings.credits()) < cost
                ? Optional.of(Closure.NO_CREDIT)
                : Optional.empty();
    }

    private static Opened shut(Closure closure) {
        return new Opened(null, closure);
    }
}
