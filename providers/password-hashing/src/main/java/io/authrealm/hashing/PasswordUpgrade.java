package io.authrealm.hashing;

import io.authrealm.hashing.compat.StoredPasswords;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Moves a password to the realm's present algorithm and parameters, once it was given rightly.
 *
 * <p>It happens after the request's own transaction, however that ends, in one of its own, and
 * cannot fail a login. The stored hash is replaced only where it is still the one that was
 * verified: Keycloak's own way replaces it whatever it is by then, so that each of several parallel
 * logins writes a new hash, and one that is slow enough undoes a change of password. On one node
 * only one login computes the new hash.
 */
final class PasswordUpgrade extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(PasswordUpgrade.class);

    private static final String UNDER_WAY = "authrealm.hashing.upgrade.";

    /** The ids of the credentials that this node is working on. */
    private static final Set<String> IN_WORK = ConcurrentHashMap.newKeySet();

    private final KeycloakSession session;
    private final String rawPassword;
    private final PasswordCredentialModel verified;
    private final String algorithm;

    private PasswordUpgrade(
            KeycloakSession session,
            String rawPassword,
            PasswordCredentialModel verified,
            String algorithm) {
        this.session = session;
        this.rawPassword = rawPassword;
        this.verified = verified;
        this.algorithm = algorithm;
    }

    /**
     * Upgrades a credential whose password was just verified, if it is not what it should be.
     *
     * @param algorithm that of the present hash, for the metric
     */
    static void afterwards(
            KeycloakSession session,
            String rawPassword,
            PasswordCredentialModel verified,
            String algorithm) {
        RealmModel realm = session.getContext().getRealm();
        boolean isStoredPassword =
                verified.getId() != null && PasswordCredentialModel.TYPE.equals(verified.getType());
        if (realm == null || !isStoredPassword || isUnderWay(session, verified)) {
            return;
        }
        PasswordPolicy policy = realm.getPasswordPolicy();
        PasswordHashProvider target = target(session, policy);
        if (isOurs(target) && !target.policyCheck(policy, verified)) {
            session.setAttribute(UNDER_WAY + verified.getId(), true);
            session.getTransactionManager()
                    .enlistAfterCompletion(
                            new PasswordUpgrade(session, rawPassword, verified, algorithm));
        }
    }

    /** Whether this request takes care of the credential, so that Keycloak need not. */
    static boolean isUnderWay(KeycloakSession session, CredentialModel credential) {
        return credential.getId() != null
                && session.getAttribute(UNDER_WAY + credential.getId()) != null;
    }

    private static boolean isOurs(PasswordHashProvider target) {
        return target != null
                && target.getClass().getPackage() == PasswordUpgrade.class.getPackage();
    }

    /** What new passwords of the realm are hashed with. */
    static PasswordHashProvider target(KeycloakSession session, @Nullable PasswordPolicy policy) {
        String algorithm = policy == null ? null : policy.getHashAlgorithm();
        PasswordHashProvider named =
                algorithm == null
                        ? null
                        : session.getProvider(PasswordHashProvider.class, algorithm);
        return named == null ? session.getProvider(PasswordHashProvider.class) : named;
    }

    @Override
    protected void commitImpl() {
        upgrade();
    }

    /** The password was right all the same. */
    @Override
    protected void rollbackImpl() {
        upgrade();
    }

    private void upgrade() {
        if (!IN_WORK.add(verified.getId())) {
            return;
        }
        try {
            // Looked at twice, so that no database connection is held while the hash is computed,
            // and most who come late compute none.
            if (inTransaction(job -> owner(job).isPresent())) {
                PasswordCredentialModel upgraded = newHash();
                if (inTransaction(job -> replace(job, upgraded))) {
                    session.getProvider(PasswordHashing.class).countUpgrade(algorithm);
                }
            }
        } catch (HashingBusyException e) {
            LOG.debug("Left a password hash to be upgraded at a later login: the server is busy");
        } catch (Throwable e) {
            // Another node was faster, or the database refuses writes. The next login tries again.
            // An error must not keep what else is to happen after this request from happening.
            LOG.infof(
                    "Could not upgrade the password hash %s: %s",
                    verified.getId(), e.getClass().getName());
        } finally {
            IN_WORK.remove(verified.getId());
        }
    }

    private PasswordCredentialModel newHash() {
        PasswordCredentialModel upgraded = NewHash.of(session, rawPassword);
        upgraded.setId(verified.getId());
        upgraded.setCreatedDate(verified.getCreatedDate());
        upgraded.setUserLabel(verified.getUserLabel());
        return upgraded;
    }

    private boolean replace(KeycloakSession job, PasswordCredentialModel upgraded) {
        Optional<UserModel> owner = owner(job);
        owner.ifPresent(user -> user.credentialManager().updateStoredCredential(upgraded));
        return owner.isPresent();
    }

    /** The user, if what was verified is what the database still has. */
    private Optional<UserModel> owner(KeycloakSession job) {
        return new StoredPasswords(job)
                .find(verified.getId())
                .filter(stored -> Objects.equals(stored.secretData(), verified.getSecretData()))
                .map(
                        stored ->
                                job.users()
                                        .getUserById(job.getContext().getRealm(), stored.userId()));
    }

    private <T> T inTransaction(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                work::apply,
                "AuthRealm password upgrade");
    }
}
