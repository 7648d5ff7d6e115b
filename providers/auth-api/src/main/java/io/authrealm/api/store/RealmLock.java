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
     * the one before it.
     *
     * @return false if there is no such realm any more
     */
    public static boolean take(KeycloakSession session, RealmModel realm) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        Optional<Object> locked =
                entities.createQuery(
                                "select r from RealmEntity r where r.id = :realm", Object.class)
                        .setParameter("realm", realm.getId())
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .getResultStream()
                        .findFirst();
        locked.ifPresent(entities::refresh);
        FreshRealm.read(realm);
        return locked.isPresent();
    }
}
