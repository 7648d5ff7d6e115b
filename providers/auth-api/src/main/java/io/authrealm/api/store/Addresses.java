package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Which tenant has an address, on a server where no two tenants may have the same one. The address
 * is the primary key, so the database decides between two tenants that take it at one moment.
 * Within a tenant it is Keycloak that keeps addresses unique. An address that several tenants had
 * before is disputed: its row names no tenant, its users keep it, and nobody else gets it.
 *
 * <p>Addresses are in the form in which Keycloak stores them. Each change of a row locks it, and
 * looks at the users after that.
 */
public final class Addresses {

    /**
     * A user with a disputed address.
     *
     * @param email which other users have too
     */
    public record Disputant(String email, String realmId, String userId) {}

    /** How many addresses one transaction of the background work deals with. */
    private static final int PAGE = 500;

    /** The row can come and go only while others take and lose the address at the same moment. */
    private static final int ATTEMPTS = 5;

    private static final String NOBODY = "nobody";

    private final EntityManager entities;

    public Addresses(KeycloakSession session) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Takes the address for a tenant, if no other one has it. Waits for another transaction that
     * takes or loses it at this moment.
     */
    public boolean take(String email, String realmId) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (lock(email)) {
                return !isElsewhere(email, realmId);
            }
            if (insert(email, realmId)) {
                return true;
            }
        }
        throw new IllegalStateException("an address can neither be taken nor found taken");
    }

    /**
     * Looks which tenants have users with the address, and forgets it if there is none.
     *
     * @param lostBy the id of a user who has just lost it, which may not be written yet; or null
     * @param isTenant whether a realm of this id is a tenant
     */
    public void settle(String email, String lostBy, Predicate<String> isTenant) {
        if (!lock(email)) {
            return;
        }
        List<String> holders =
                entities.createQuery(
                                "select distinct u.realmId from UserEntity u"
                                        + " where u.email = :email and u.id <> :lostBy",
                                String.class)
                        .setParameter("email", email)
                        .setParameter("lostBy", lostBy == null ? NOBODY : lostBy)
                        .getResultStream()
                        .filter(isTenant)
                        .toList();
        if (holders.isEmpty()) {
            entities.createQuery("delete from AddressEntity a where a.email = :email")
                    .setParameter("email", email)
                    .executeUpdate();
            return;
        }
        Query update =
                holders.size() == 1
                        ? entities.createQuery(
                                        "update AddressEntity a set a.realmId = :realm"
                                                + " where a.email = :email")
                                .setParameter("realm", holders.get(0))
                        : entities.createQuery(
                                "update AddressEntity a set a.realmId = null"
                                        + " where a.email = :email");
        update.setParameter("email", email).executeUpdate();
    }

    /** Whether a tenant has the address. */
    public boolean isTaken(String email) {
        return entities.createQuery(
                                "select count(a) from AddressEntity a where a.email = :email",
                                Long.class)
                        .setParameter("email", email)
                        .getSingleResult()
                > 0;
    }

    /** Whether another tenant than this one has the address, or several have. */
    public boolean isElsewhere(String email, String realmId) {
        return !elsewhere(List.of(email), realmId).isEmpty();
    }

    /** Those of the addresses that another tenant than this one has, or several have. */
    public List<String> elsewhere(Collection<String> emails, String realmId) {
        return entities.createQuery(
                        "select a.email from AddressEntity a where a.email in :emails"
                                + " and (a.realmId is null or a.realmId <> :realm)",
                        String.class)
                .setParameter("emails", emails)
                .setParameter("realm", realmId)
                .getResultList();
    }

    /**
     * Locks the row, and returns whether there is one. An update waits for other transactions and
     * sees what they have left, on every database.
     */
    private boolean lock(String email) {
        return entities.createQuery(
                                "update AddressEntity a set a.realmId = a.realmId"
                                        + " where a.email = :email")
                        .setParameter("email", email)
                        .executeUpdate()
                > 0;
    }

    /**
     * Returns false if another transaction was faster. No statement fails then on PostgreSQL, where
     * that would end this transaction too.
     */
    private boolean insert(String email, String realmId) {
        try {
            return entities.createQuery(
                                    "insert into AddressEntity (email, realmId)"
                                            + " values (:email, :realm) on conflict do nothing")
                            .setParameter("email", email)
                            .setParameter("realm", realmId)
                            .executeUpdate()
                    > 0;
        } catch (PersistenceException e) {
            // The next look finds what the other one has left, or fails too.
            return false;
        }
    }

    /**
     * Takes a page of the addresses of a tenant that no tenant has taken. Fails if another
     * transaction takes one of them at the same moment.
     *
     * @return false if there was none
     */
    public boolean takeMissing(String realmId) {
        List<String> missing =
                page(
                        "select distinct u.email from UserEntity u where u.realmId = :realm"
                                + " and u.email is not null and not exists"
                                + " (select 1 from AddressEntity a where a.email = u.email)"
                                + " order by u.email",
                        realmId);
        if (!missing.isEmpty()) {
            entities.createQuery(
                            "insert into AddressEntity (email, realmId)"
                                    + " select distinct u.email, u.realmId from UserEntity u"
                                    + " where u.realmId = :realm and u.email in :emails")
                    .setParameter("realm", realmId)
                    .setParameter("emails", missing)
                    .executeUpdate();
        }
        return !missing.isEmpty();
    }

    /** A page of the addresses of a tenant that are noted for another one. */
    public List<String> crossed(String realmId) {
        return page(
                "select distinct a.email from AddressEntity a, UserEntity u"
                        + " where u.email = a.email and u.realmId = :realm and a.realmId <> :realm"
                        + " order by a.email",
                realmId);
    }

    /** A page of the addresses that are noted for a tenant none of whose users has them. */
    public List<String> stale(String realmId) {
        return page(
                "select a.email from AddressEntity a where a.realmId = :realm and not exists"
                        + " (select 1 from UserEntity u"
                        + " where u.realmId = a.realmId and u.email = a.email)"
                        + " order by a.email",
                realmId);
    }

    private List<String> page(String query, String realmId) {
        return entities.createQuery(query, String.class)
                .setParameter("realm", realmId)
                .setMaxResults(PAGE)
                .getResultList();
    }

    /**
     * A page of the disputed addresses in their order.
     *
     * @param after the last one that is known already, or an empty string
     */
    public List<String> disputed(String after) {
        return entities.createQuery(
                        "select a.email from AddressEntity a"
                                + " where a.realmId is null and a.email > :after order by a.email",
                        String.class)
                .setParameter("after", after)
                .setMaxResults(PAGE)
                .getResultList();
    }

    /** How many addresses are disputed. */
    public long countDisputed() {
        return entities.createQuery(
                        "select count(a) from AddressEntity a where a.realmId is null", Long.class)
                .getSingleResult();
    }

    /** The users with these addresses. */
    public List<Disputant> disputants(Collection<String> emails) {
        return entities.createQuery(
                        "select u.email, u.realmId, u.id from UserEntity u where u.email in :emails"
                                + " order by u.email, u.realmId, u.id",
                        Object[].class)
                .setParameter("emails", emails)
                .getResultStream()
                .map(row -> new Disputant((String) row[0], (String) row[1], (String) row[2]))
                .toList();
    }

    /** The ids of the realms that have an address. */
    public List<String> realms() {
        return entities.createQuery(
                        "select distinct a.realmId from AddressEntity a where a.realmId is not null",
                        String.class)
                .getResultList();
    }

    /** Forgets what a realm has that is no tenant any more. */
    public void forgetRealm(String realmId) {
        entities.createQuery("delete from AddressEntity a where a.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }
}
