package io.authrealm.api.store;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What Keycloak's credentials have no place for: when a security key or passkey was used last, and
 * whether it can be copied to other devices. A key without a row was made on Keycloak's pages and
 * not used since, or was used only while the realm was not open to the API.
 */
public final class KeyUses {

    private static final Logger LOG = Logger.getLogger(KeyUses.class);

    /** Whether a key can be copied, which never changes, and whether it is copied now. */
    public record Backup(boolean isEligible, boolean isBackedUp) {}

    private KeyUses() {}

    /** Whether the key can be copied; nothing if it is not known. */
    public static Optional<Boolean> isBackupEligible(KeycloakSession session, String credentialId) {
        return entities(session)
                .createQuery(
                        "select k.backupEligible from KeyUseEntity k where k.credentialId = :id",
                        Boolean.class)
                .setParameter("id", credentialId)
                .getResultStream()
                .findFirst();
    }

    /** When the keys of the user were used last, by the ids of their credentials. */
    public static Map<String, Instant> lastUses(KeycloakSession session, UserModel user) {
        Map<String, Instant> uses = new HashMap<>();
        entities(session)
                .createQuery(
                        "select k.credentialId, k.lastUsedAt from KeyUseEntity k"
                                + " where k.userId = :user and k.lastUsedAt is not null",
                        Object[].class)
                .setParameter("user", user.getId())
                .getResultStream()
                .forEach(row -> uses.put((String) row[0], Instant.ofEpochMilli((Long) row[1])));
        return uses;
    }

    /** Records a new key that was not used yet. */
    public static void created(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            String credentialId,
            Backup backup) {
        entities(session)
                .persist(
                        new KeyUseEntity(
                                credentialId,
                                realm.getId(),
                                user.getId(),
                                backup.isEligible(),
                                backup.isBackedUp(),
                                null));
    }

    /**
     * Records a use once the transaction of the session is committed, in one of its own: two uses
     * at the same moment must not fail each other's sign-in.
     */
    public static void usedIfCommitted(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            String credentialId,
            Backup backup) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        KeyUseEntity use =
                new KeyUseEntity(
                        credentialId,
                        realm.getId(),
                        user.getId(),
                        backup.isEligible(),
                        backup.isBackedUp(),
                        Time.currentTimeMillis());
        session.getTransactionManager()
                .enlistAfterCompletion(
                        new AbstractKeycloakTransaction() {
                            @Override
                            protected void commitImpl() {
                                store(factory, use);
                            }

                            @Override
                            protected void rollbackImpl() {
                                // Nothing was used.
                            }
                        });
    }

    /** The sign-in has succeeded already, so a failure here must not undo it. */
    private static void store(KeycloakSessionFactory factory, KeyUseEntity use) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, job -> entities(job).merge(use));
        } catch (RuntimeException e) {
            LOG.warn("The use of a key could not be recorded", e);
        }
    }

    /** Forgets a key that was removed. */
    public static void forget(KeycloakSession session, String credentialId) {
        entities(session)
                .createQuery("delete from KeyUseEntity k where k.credentialId = :id")
                .setParameter("id", credentialId)
                .executeUpdate();
    }

    static void forgetUser(KeycloakSession session, String userId) {
        entities(session)
                .createQuery("delete from KeyUseEntity k where k.userId = :user")
                .setParameter("user", userId)
                .executeUpdate();
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        entities(session)
                .createQuery("delete from KeyUseEntity k where k.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
