package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What each realm has spent of the credits that its settings give it. An admin gives more by
 * raising the setting, and never has to read what was spent.
 *
 * <p>One statement compares and spends. So simultaneous requests, on any node, never spend more
 * than there is. What a transaction has spent is given back if it is rolled back.
 */
public final class Credits {

    private static final Logger LOG = Logger.getLogger(Credits.class);

    private final KeycloakSession session;
    private final EntityManager entities;
    private final String realmId;

    /**
     * @param session in whose transaction it is spent
     */
    public Credits(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        this.realmId = realm.getId();
    }

    /**
     * Spends {@code cost}, or nothing.
     *
     * @param given to the realm in all
     * @return whether there was enough
     */
    public boolean spend(long cost, long given) {
        return update(cost, given) || (isFirst() && update(cost, given));
    }

    /** Spends {@code cost}, or what is left. */
    public void spendAtMost(long cost, long given) {
        for (long less = cost; less > 0 && !spend(less, given); less--) {
            // One less.
        }
    }

    /** Makes unspent what an earlier transaction has spent. */
    public void giveBack(long cost) {
        entities.createQuery(
                        "update CreditEntity c set c.spent = c.spent - :cost"
                                + " where c.realmId = :realm and c.spent >= :cost")
                .setParameter("cost", cost)
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    /** What is left; less than zero if an admin has given less than was spent. */
    public long left(long given) {
        return given
                - entities.createQuery(
                                "select c.spent from CreditEntity c where c.realmId = :realm",
                                Long.class)
                        .setParameter("realm", realmId)
                        .getResultStream()
                        .findFirst()
                        .orElse(0L);
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery("delete from CreditEntity c where c.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private boolean update(long cost, long given) {
        return entities.createQuery(
                                "update CreditEntity c set c.spent = c.spent + :cost"
                                        + " where c.realmId = :realm and c.spent <= :most")
                        .setParameter("cost", cost)
                        .setParameter("realm", realmId)
                        .setParameter("most", given - cost)
                        .executeUpdate()
                == 1;
    }

    /**
     * Makes the realm's row if there is none. It has a transaction of its own, because one of
     * several requests makes it, and the others must not fail.
     */
    private boolean isFirst() {
        if (entities.createQuery(
                                "select count(c) from CreditEntity c where c.realmId = :realm",
                                Long.class)
                        .setParameter("realm", realmId)
                        .getSingleResult()
                > 0) {
            return false;
        }
        try {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(),
                    job ->
                            job.getProvider(JpaConnectionProvider.class)
                                    .getEntityManager()
                                    .persist(new CreditEntity(realmId)));
        } catch (RuntimeException e) {
            // Another request has made it.
            LOG.debugf("The row of realm %s is there already", realmId);
        }
        return true;
    }
}
