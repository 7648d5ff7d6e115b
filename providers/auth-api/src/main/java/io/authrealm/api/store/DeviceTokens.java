package io.authrealm.api.store;

import io.authrealm.core.text.Sha256;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * The tokens of devices that a user trusts. Each has 256 bits, of which the database has only the
 * SHA-256. It is bound to a realm, a user, the state of the account and the second factors that the
 * user had at that time. The database decides about these too, because another node's cache of
 * users can be a moment behind.
 */
public final class DeviceTokens {

    private static final int TOKEN_BYTES = 32;

    /** 32 bytes in base64url. */
    private static final int TOKEN_LENGTH = 43;

    /** The oldest ones of a user make room for new ones. */
    private static final int MOST_OF_A_USER = 20;

    private static final String FACTORS_OF_LOCAL_USER =
            "select c.id from CredentialEntity c"
                    + " where c.user.id = :user and c.type in :types order by c.id";

    private static final String FACTORS_OF_FEDERATED_USER =
            "select c.id from FederatedUserCredentialEntity c"
                    + " where c.userId = :user and c.type in :types order by c.id";

    private final KeycloakSession session;
    private final EntityManager entities;
    private final RealmModel realm;

    public DeviceTokens(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.entities = entities(session);
        this.realm = realm;
    }

    /**
     * 43 characters that differ if the user has got, replaced or lost a factor.
     *
     * @param types the types of credentials that are factors
     */
    public String factorsOf(UserModel user, Set<String> types) {
        String query =
                StorageId.isLocalStorage(user.getId())
                        ? FACTORS_OF_LOCAL_USER
                        : FACTORS_OF_FEDERATED_USER;
        List<String> ids =
                entities.createQuery(query, String.class)
                        .setParameter("user", user.getId())
                        .setParameter("types", types)
                        .getResultList();
        return Sha256.base64Url(String.join("|", ids));
    }

    /**
     * Issues a token for a device of the user and returns it, 43 characters of base64url. It is
     * good only while the account and its factors stay the same.
     *
     * @param factors the {@link #factorsOf} the user
     */
    public String issue(UserModel user, AccountState account, String factors, Duration lifetime) {
        makeRoom(user);
        byte[] bytes = SecretGenerator.getInstance().randomBytes(TOKEN_BYTES);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = Time.currentTimeMillis();
        entities.persist(
                new TrustedDeviceEntity(
                        Sha256.base64Url(token),
                        realm.getId(),
                        user.getId(),
                        stateOf(account, factors),
                        now,
                        now + lifetime.toMillis()));
        return token;
    }

    private void makeRoom(UserModel user) {
        List<String> oldest =
                entities.createQuery(
                                "select d.tokenHash from TrustedDeviceEntity d"
                                        + " where d.realmId = :realm and d.userId = :user"
                                        + " order by d.createdAt desc, d.tokenHash",
                                String.class)
                        .setParameter("realm", realm.getId())
                        .setParameter("user", user.getId())
                        .setFirstResult(MOST_OF_A_USER - 1)
                        .getResultList();
        forget(oldest);
    }

    /**
     * Whether the token was issued to a device of this user of the realm, for the account and the
     * factors of now. If either has changed, the token is forgotten: it must not be good again once
     * the change is undone.
     *
     * @param types the types of credentials that are factors
     * @param lifetime what the realm allows now
     */
    public boolean isGood(String token, UserModel user, Set<String> types, Duration lifetime) {
        TrustedDeviceEntity device =
                token.length() == TOKEN_LENGTH
                        ? entities.find(TrustedDeviceEntity.class, Sha256.base64Url(token))
                        : null;
        if (device == null
                || !device.realmId().equals(realm.getId())
                || !device.userId().equals(user.getId())
                || device.hasEnded(lifetime, Time.currentTimeMillis())) {
            return false;
        }
        String now = stateOf(AccountState.of(session, user), factorsOf(user, types));
        boolean isUnchanged = device.accountState().equals(now);
        if (!isUnchanged) {
            forget(List.of(device.tokenHash()));
        }
        return isUnchanged;
    }

    private static String stateOf(AccountState account, String factors) {
        return Sha256.base64Url(account.fingerprint() + '|' + factors);
    }

    private void forget(List<String> tokenHashes) {
        if (!tokenHashes.isEmpty()) {
            entities.createQuery("delete from TrustedDeviceEntity d where d.tokenHash in :hashes")
                    .setParameter("hashes", tokenHashes)
                    .executeUpdate();
        }
    }

    static void forgetOld(KeycloakSession session) {
        entities(session)
                .createQuery("delete from TrustedDeviceEntity d where d.expiresAt < :now")
                .setParameter("now", Time.currentTimeMillis())
                .executeUpdate();
    }

    static void forgetUser(KeycloakSession session, String realmId, String userId) {
        entities(session)
                .createQuery(
                        "delete from TrustedDeviceEntity d"
                                + " where d.realmId = :realm and d.userId = :user")
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .executeUpdate();
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        entities(session)
                .createQuery("delete from TrustedDeviceEntity d where d.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
