package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Visit;
import io.authrealm.api.store.Credits;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.NamedTenant;
import io.authrealm.api.tenant.ParentOwner;
import io.authrealm.api.tenant.ParentSettings;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Looks whether anybody can come in by a public key. */
final class ParentDoor {

    private static final String OWNER =
            "select u.enabled from UserEntity u where u.id = :owner and u.realmId = :realm and not"
                    + DeletedUsers.isDeleted("u");

    private static final Cases<ParentDoor, NamedTenant, Optional<Closure>> CLOSURE =
            Cases.<ParentDoor, NamedTenant, Optional<Closure>>of(NamedTenant.class)
                    .when(NamedTenant.Open.class, (door, named) -> door.closure(named.tenant()))
                    .when(NamedTenant.Closed.class, door -> Optional.of(Closure.PARENT_INACTIVE))
                    .when(NamedTenant.Unknown.class, door -> Optional.of(Closure.KEY_UNKNOWN))
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

    /**
     * Goes in, or does what there is to do in front of a shut door.
     *
     * @param <R> what comes of it
     */
    <R> R open(Visit visit, String key, Function<Tenant, R> inside, Function<Closure, R> shut) {
        NamedTenant named = visit.byParentKey(key);
        return CLOSURE.apply(this, named)
                .map(shut)
                .orElseGet(() -> inside.apply(named.open().orElseThrow()));
    }

    private Optional<Closure> closure(Tenant tenant) {
        return ownerClosure(tenant).or(() -> creditClosure(tenant));
    }

    private Optional<Closure> ownerClosure(Tenant tenant) {
        ParentOwner owner = tenant.settings().parents().owner();
        if (owner == null) {
            return Optional.empty();
        }
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(OWNER, Boolean.class)
                .setParameter("owner", owner.userId())
                .setParameter("realm", owner.realmIdIn(tenant.realm().getId()))
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
        return cost > 0
                        && settings.credits() > 0
                        && new Credits(session, tenant.realm()).left(settings.credits()) < cost
                ? Optional.of(Closure.NO_CREDIT)
                : Optional.empty();
    }
}
