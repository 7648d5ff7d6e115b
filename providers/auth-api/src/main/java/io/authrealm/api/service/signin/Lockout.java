package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.LoginFailures;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.signin.SignInProtection.Uncounted;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.FailureCounters;
import io.authrealm.core.limits.FailureCounters.Failures;
import io.authrealm.core.text.EmailSyntax;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.idm.RealmRepresentation.BruteForceStrategy;

/**
 * Decides whether a secret of an account may be tried. Two counters see each wrong password.
 *
 * <p>The API's own counter counts by the address that the client sent, with or without an account,
 * and by the settings of the tenant that the request named. A client learns of a lock only from
 * this counter, so the answer does not reveal whether there is an account.
 *
 * <p>Keycloak's counter counts the failures of users, on every way in, and the console shows it. If
 * it has locked a user and the API's own counter has not, every password is wrong.
 */
public final class Lockout {

    private static final Logger LOG = Logger.getLogger(Lockout.class);

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final Tenant entry;
    private final Tenant tenant;

    /**
     * @param entry the tenant that the request named, or the default one
     * @param tenant the tenant of the account
     */
    public Lockout(
            KeycloakSession session, SignInProtection protection, Tenant entry, Tenant tenant) {
        this.session = session;
        this.protection = protection;
        this.entry = entry;
        this.tenant = tenant;
    }

    // Passwords

    /**
     * Seconds for which no password is looked at; zero if one is looked at now.
     *
     * @param address what the client sent
     * @param user may be null
     */
    public int secondsLocked(String address, UserModel user) {
        if (!entry.realm().isBruteForceProtected()) {
            return 0;
        }
        String key = key(address);
        if (user != null && isLifted(key, user)) {
            protection.failures().clear(key);
        }
        return protection.failures().secondsLocked(key);
    }

    /** Whether the password is not looked at, for a reason that no client learns. */
    public boolean isClosed(UserModel user) {
        return isProtected()
                && (!isEverythingCounted(user.getId(), PasswordCredentialModel.TYPE)
                        || LoginFailures.isLocked(session, tenant.realm(), user));
    }

    /**
     * Seconds for which Keycloak has locked the user, for a user authenticated by other means, such
     * as a magic link.
     */
    public int secondsLockedByKeycloak(UserModel user) {
        return isProtected() ? secondsLockedByKeycloak(user.getId()) : 0;
    }

    /**
     * Counts a wrong password.
     *
     * @param user may be null
     */
    public void countWrongPassword(String address, UserModel user) {
        boolean isCounted =
                user != null && isProtected() && count(user.getId(), PasswordCredentialModel.TYPE);
        countWrongPasswordHere(address, isCounted);
    }

    /** Counts a password that was not looked at because the account {@link #isClosed}. */
    void countClosed(String address, UserModel user) {
        countWrongPasswordHere(address, hasFailuresInKeycloak(user));
    }

    private void countWrongPasswordHere(String address, boolean isCountedInKeycloak) {
        if (entry.realm().isBruteForceProtected()) {
            protection.failures().count(key(address), policy(entry.realm()), isCountedInKeycloak);
        }
    }

    /**
     * Resets the failure counts that a sign-in with these {@code categories} of credentials clears.
     */
    public void clearPassword(String address, UserModel user, Set<String> categories) {
        protection.failures().clear(key(address));
        clear(user.getId(), categories);
    }

    /** An admin has lifted Keycloak's lock, or the user has signed in elsewhere. */
    private boolean isLifted(String key, UserModel user) {
        Failures failures = protection.failures().of(key).orElse(null);
        if (failures == null || !failures.isCountedInKeycloak() || !isProtected()) {
            return false;
        }
        long age = Time.currentTimeMillis() - failures.lastAt();
        boolean isForgottenByAge =
                age >= Duration.ofSeconds(tenant.realm().getMaxDeltaTimeSeconds()).toMillis();
        return !isForgottenByAge && !hasFailuresInKeycloak(user);
    }

    private boolean hasFailuresInKeycloak(UserModel user) {
        UserLoginFailureModel failures =
                session.loginFailures().getUserLoginFailure(tenant.realm(), user.getId());
        return failures != null && failures.getNumFailures() > 0;
    }

    /** The gate lets attempts with one key through one at a time. */
    public static String gateKey(Tenant tenant, String addressOrUserId) {
        return tenant.realm().getId() + '|' + EmailSyntax.normalized(addressOrUserId);
    }

    private String key(String address) {
        return entry.realm().getId() + '|' + EmailSyntax.normalized(address);
    }

    private static FailureCounters.Policy policy(RealmModel realm) {
        return new FailureCounters.Policy(
                Math.max(1, realm.getFailureFactor()),
                Duration.ofSeconds(realm.getWaitIncrementSeconds()),
                Duration.ofSeconds(realm.getMaxFailureWaitSeconds()),
                Duration.ofSeconds(realm.getMaxDeltaTimeSeconds()),
                Duration.ofMillis(realm.getQuickLoginCheckMilliSeconds()),
                Duration.ofSeconds(realm.getMinimumQuickLoginWaitSeconds()),
                realm.getBruteForceStrategy() == BruteForceStrategy.LINEAR,
                isPermanent(realm));
    }

    private static boolean isPermanent(RealmModel realm) {
        return realm.isPermanentLockout() && realm.getMaxTemporaryLockouts() == 0;
    }

    // Second factors, whose wrong codes do not lock the password

    /** Seconds for which no code of the user is looked at; zero if one is looked at now. */
    public int secondsSecondFactorLocked(UserModel user) {
        String subject = secondFactorSubject(user);
        if (!isProtected()) {
            return 0;
        }
        return isEverythingCounted(subject, OTPCredentialModel.TYPE)
                ? secondsLockedByKeycloak(subject)
                : tenant.realm().getMaxFailureWaitSeconds();
    }

    public void countWrongCode(UserModel user) {
        if (isProtected()) {
            count(secondFactorSubject(user), OTPCredentialModel.TYPE);
        }
    }

    public void clearSecondFactor(UserModel user, Set<String> categories) {
        clear(secondFactorSubject(user), categories);
    }

    private String secondFactorSubject(UserModel user) {
        String name = "authrealm:" + tenant.realm().getId() + ":second-factor:" + user.getId();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    // Keycloak's counter

    private boolean isProtected() {
        return tenant.realm().isBruteForceProtected();
    }

    private int secondsLockedByKeycloak(String subject) {
        UserLoginFailureModel failures =
                session.loginFailures().getUserLoginFailure(tenant.realm(), subject);
        if (failures == null) {
            return 0;
        }
        long until = failures.getFailedLoginNotBefore();
        RealmModel realm = tenant.realm();
        // A permanent lock disables a user, and the id of a second factor is no user.
        if (isPermanent(realm) && failures.getNumFailures() >= realm.getFailureFactor()) {
            long last = failures.getLastFailure() / 1000;
            until = Math.max(until, last + realm.getMaxFailureWaitSeconds());
        }
        return (int) Math.max(0, until - ServerTime.seconds());
    }

    /**
     * Counts in Keycloak. A failure that cannot be counted is kept, and closes the account until it
     * is counted.
     */
    private boolean count(String subject, String category) {
        Uncounted failure = new Uncounted(tenant.realm().getId(), subject, category);
        try {
            count(failure);
            return true;
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(
                    e,
                    "A failure in realm %s could not be counted; the account is closed until it is",
                    tenant.realm().getName());
            protection.uncounted().add(failure);
            return false;
        }
    }

    private void count(Uncounted failure) {
        String address = session.getContext().getConnection().getRemoteHost();
        inOwnTransaction(
                failure.realmId(),
                (job, realm) ->
                        LoginFailures.countFailure(
                                job, realm, failure.subject(), address, failure.category()));
    }

    private boolean isEverythingCounted(String subject, String category) {
        return protection
                .uncounted()
                .settle(new Uncounted(tenant.realm().getId(), subject, category), this::count);
    }

    private void clear(String subject, Set<String> categories) {
        if (isProtected()
                && session.loginFailures().getUserLoginFailure(tenant.realm(), subject) != null) {
            inOwnTransaction(
                    tenant.realm().getId(),
                    (job, realm) -> LoginFailures.clear(job, realm, subject, categories));
        }
    }

    /** A transaction of its own: the next attempt must see the count before this request ends. */
    private void inOwnTransaction(String realmId, BiConsumer<KeycloakSession, RealmModel> work) {
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> {
                    RealmModel realm = job.realms().getRealm(realmId);
                    // Failures in a realm that was removed count nowhere.
                    if (realm != null) {
                        work.accept(job, realm);
                    }
                });
    }
}
