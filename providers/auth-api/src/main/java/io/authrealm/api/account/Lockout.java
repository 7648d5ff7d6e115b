package io.authrealm.api.account;

import io.authrealm.api.compat.LoginFailures;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.EmailSyntax;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Keycloak's brute-force protection for the API (contract, section 4.2). Failures are counted where
 * the console shows them and by the realm's own settings. Two things that are no users of their own
 * are counted under an id made for them: an address that nobody has, which is locked like any
 * other, and the second factor of a user, whose wrong codes do not lock the password.
 */
final class Lockout {

    private final KeycloakSession session;
    private final Tenant tenant;

    Lockout(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** Under which id wrong passwords for {@code email} are counted; {@code user} may be null. */
    String passwordSubject(String email, UserModel user) {
        return user != null
                ? user.getId()
                : derivedSubject("unknown:" + EmailSyntax.normalized(email));
    }

    /** Under which id wrong second-factor codes of {@code user} are counted. */
    String secondFactorSubject(UserModel user) {
        return derivedSubject("second-factor:" + user.getId());
    }

    private String derivedSubject(String name) {
        String qualified = "authrealm:" + tenant.realm().getId() + ':' + name;
        return UUID.nameUUIDFromBytes(qualified.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Seconds until attempts on {@code subject} are looked at again; zero where they are now. */
    int secondsLocked(String subject) {
        if (!tenant.realm().isBruteForceProtected()) {
            return 0;
        }
        UserLoginFailureModel failures =
                session.loginFailures().getUserLoginFailure(tenant.realm(), subject);
        return failures == null
                ? 0
                : Math.max(0, failures.getFailedLoginNotBefore() - Time.currentTime());
    }

    /** Counts a wrong guess at a credential of type {@code category}. */
    void countFailure(String subject, String category) {
        inOwnTransaction(
                job ->
                        LoginFailures.countFailure(
                                job,
                                job.getContext().getRealm(),
                                subject,
                                session.getContext().getConnection().getRemoteHost(),
                                category));
    }

    /** Forgets the failures of a user who has signed in with {@code categories}. */
    void clear(String subject, Set<String> categories) {
        if (session.loginFailures().getUserLoginFailure(tenant.realm(), subject) != null) {
            inOwnTransaction(
                    job ->
                            LoginFailures.clear(
                                    job, job.getContext().getRealm(), subject, categories));
        }
    }

    /** The next attempt has to see the count, even before this request's transaction has ended. */
    private void inOwnTransaction(Consumer<KeycloakSession> work) {
        if (tenant.realm().isBruteForceProtected()) {
            KeycloakModelUtils.runJobInTransaction(
                    session.getKeycloakSessionFactory(), session.getContext(), work::accept);
        }
    }
}
