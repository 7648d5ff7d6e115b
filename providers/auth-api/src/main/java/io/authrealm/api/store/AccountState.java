package io.authrealm.api.store;

import io.authrealm.core.text.Sha256;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.StorageId;

/**
 * The state of an account on which its unfinished business depends: links in mails, second-factor
 * challenges and sign-ins. It is read from the database, because another node's cache of users can
 * be a moment behind.
 *
 * @param epoch of the user's sessions, as in {@link SessionEnds}
 * @param passwordSetAt in milliseconds since 1970, or null; an upgrade of the hash does not change
 *     it
 * @param email may be null
 * @param isOpen whether the account is enabled; a directory may decide that for its users, and then
 *     only a deletion closes the account
 */
public record AccountState(long epoch, Long passwordSetAt, String email, boolean isOpen) {

    private static final String OF_LOCAL_USER =
            "select e.epoch, c.createdDate, u.email,"
                    + " case when u.enabled = true"
                    + " or (u.federationLink is not null and d.userId is null)"
                    + " then true else false end"
                    + " from UserEntity u"
                    + " left join SessionEndEntity e on e.userId = u.id"
                    + " left join DeletedUserEntity d on d.userId = u.id"
                    + " left join CredentialEntity c on c.user.id = u.id and c.type = :password"
                    + " where u.id = :user order by c.priority, c.id";

    private static final String EPOCH =
            "select e.epoch from SessionEndEntity e where e.userId = :user";

    /** The state now. */
    public static AccountState of(KeycloakSession session, UserModel user) {
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        return StorageId.isLocalStorage(user.getId())
                ? ofLocal(entities, user)
                : ofFederated(session, entities, user);
    }

    /**
     * The state now, with the password and the status of {@code user}. Keycloak's cache of users
     * can be behind the epoch, and secrets are compared with the cache: such a state does not hold
     * later.
     */
    public static AccountState asSeenIn(KeycloakSession session, UserModel user) {
        AccountState stored = of(session, user);
        if (!stored.isSeenIn(user) && user instanceof CachedUserModel cached) {
            cached.invalidate();
        }
        return new AccountState(
                stored.epoch, passwordSetAt(user), stored.email, stored.isOpen && user.isEnabled());
    }

    private boolean isSeenIn(UserModel user) {
        return isOpen == user.isEnabled() && Objects.equals(passwordSetAt, passwordSetAt(user));
    }

    private static Long passwordSetAt(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findFirst()
                .map(CredentialModel::getCreatedDate)
                .orElse(null);
    }

    private static AccountState ofLocal(EntityManager entities, UserModel user) {
        List<Object[]> rows =
                entities.createQuery(OF_LOCAL_USER, Object[].class)
                        .setParameter("password", PasswordCredentialModel.TYPE)
                        .setParameter("user", user.getId())
                        .getResultList();
        Object[] row = rows.isEmpty() ? new Object[] {null, null, null, false} : rows.get(0);
        return new AccountState(
                row[0] == null ? 0 : (long) row[0],
                (Long) row[1],
                (String) row[2],
                (boolean) row[3]);
    }

    private static AccountState ofFederated(
            KeycloakSession session, EntityManager entities, UserModel user) {
        List<Long> epochs =
                entities.createQuery(EPOCH, Long.class)
                        .setParameter("user", user.getId())
                        .getResultList();
        return new AccountState(
                epochs.isEmpty() ? 0 : epochs.get(0),
                passwordSetAt(user),
                user.getEmail(),
                !DeletedUsers.contains(session, user));
    }

    /**
     * Whether the account is open then, has the same password, and had no sessions ended until
     * then.
     */
    public boolean holdsIn(AccountState now) {
        return now.isOpen && epoch == now.epoch && Objects.equals(passwordSetAt, now.passwordSetAt);
    }

    /** Whether a link that was made for this state is good in the other. */
    public boolean isSame(AccountState now) {
        return now.isOpen && fingerprint().equals(now.fingerprint());
    }

    /** The same account with its address of now. */
    public AccountState withEmail(String now) {
        return new AccountState(epoch, passwordSetAt, now, isOpen);
    }

    /** 43 characters that differ if any part differs. */
    public String fingerprint() {
        return Sha256.base64Url(epoch + "|" + passwordSetAt + "|" + email);
    }
}
