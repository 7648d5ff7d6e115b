package io.authrealm.api.store;

import io.authrealm.api.keycloak.FreshRealm;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Lets changes of a realm's own settings happen one after the other, on all nodes. */
public final class RealmLock {

    private RealmLock() {}

    /**
     * Locks the realm until the end of the transaction, and reads it anew, so that a change sees
     * the one before it. Take it before anything is written: what the transaction has read so far,
     * and what it has not flushed, is forgotten. A refresh of the realm would not do, because it
     * fails at rows that the change before has removed.
     *
     * @return the realm, which is that of the session from now on; nothing if it is gone
     */
    public static Optional<RealmModel> take(KeycloakSession session, String realmId) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        boolean isLocked =
                entities.createQuery(
                                "select r from RealmEntity r where r.id = :realm", Object.class)
                        .setParameter("realm", realmId)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getResultStream()
                        .findFirst()
                        .isPresent();
        if (!isLocked) {
            return Optional.empty();
        }
        entities.clear();
        RealmModel realm = session.realms().getRealm(realmId);
        FreshRealm.read(realm);
        session.getContext().setRealm(realm);
        return Optional.of(realm);
    }
}
