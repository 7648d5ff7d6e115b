package io.authrealm.api.store;

import io.authrealm.api.keycloak.ServerTime;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The chains of refresh tokens, each from the first use of a token until its last one expires. */
public final class RefreshChains {

    private static final String SEPARATOR = " ";

    private final EntityManager entities;

    public RefreshChains(KeycloakSession session) {
        this.entities = entities(session);
    }

    /** The last committed chain; nothing if none of its tokens was used yet. */
    public Optional<RefreshChain> find(String chainId) {
        return entities.createQuery(
                        "select c.usedToken, c.useCount, c.issuedTokens, c.version"
                                + " from RefreshChainEntity c where c.chainId = :chain",
                        Object[].class)
                .setParameter("chain", chainId)
                .getResultStream()
                .findFirst()
                .map(
                        row ->
                                new RefreshChain(
                                        (String) row[0],
                                        (int) row[1],
                                        List.of(((String) row[2]).split(SEPARATOR)),
                                        (long) row[3]));
    }

    /**
     * Stores the chain after a use of a token, if it has not changed meanwhile. If another first
     * use is stored at this moment, the exception of the database is thrown.
     *
     * @param expiresAt when the newest token expires, in seconds since 1970
     */
    public boolean advance(String chainId, String realmId, RefreshChain next, long expiresAt) {
        String issued = String.join(SEPARATOR, next.issued());
        if (next.version() == 1) {
            entities.persist(
                    new RefreshChainEntity(
                            chainId,
                            realmId,
                            next.used(),
                            next.uses(),
                            issued,
                            next.version(),
                            expiresAt));
            entities.flush();
            return true;
        }
        return entities.createQuery(
                                "update RefreshChainEntity c set c.usedToken = :used,"
                                        + " c.useCount = :uses, c.issuedTokens = :issued,"
                                        + " c.version = :version, c.expiresAt = :expires"
                                        + " where c.chainId = :chain and c.version = :before")
                        .setParameter("used", next.used())
                        .setParameter("uses", next.uses())
                        .setParameter("issued", issued)
                        .setParameter("version", next.version())
                        .setParameter("expires", expiresAt)
                        .setParameter("chain", chainId)
                        .setParameter("before", next.version() - 1)
                        .executeUpdate()
                == 1;
    }

    static void forgetOld(KeycloakSession session) {
        entities(session)
                .createQuery("delete from RefreshChainEntity c where c.expiresAt < :now")
                .setParameter("now", ServerTime.seconds())
                .executeUpdate();
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        entities(session)
                .createQuery("delete from RefreshChainEntity c where c.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
