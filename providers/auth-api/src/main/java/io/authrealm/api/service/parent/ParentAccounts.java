package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.LoginFailures;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.parent.ParentAccount.Kind;
import io.authrealm.api.service.parent.ParentAccount.Status;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.store.Credits;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.PublicKeySyntax;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Describes the users of a tenant as parents and children. */
public final class ParentAccounts {

    /**
     * Makes something of an account in a session of its own.
     *
     * @param <T> what is made
     */
    interface Reader<T> {
        T read(KeycloakSession job, Tenant here, UserModel user, ParentAccount account);
    }

    private static final long MILLIS = 1000;

    private final KeycloakSession session;
    private final Tenant tenant;

    public ParentAccounts(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** The account of the caller. */
    public ParentAccount of(Caller caller) {
        return of(caller.user());
    }

    /**
     * Reads something of a user who was just signed in. The transaction of the request is over
     * then.
     *
     * @param <T> what is read
     * @return nothing if an admin has deleted the user meanwhile
     */
    static <T> Optional<T> afterCommit(
            KeycloakSession session, Tenant tenant, String userId, Reader<T> reader) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> {
                    Tenant here = Tenant.of(job, job.getContext().getRealm()).orElse(tenant);
                    UserModel user = job.users().getUserById(here.realm(), userId);
                    return Optional.ofNullable(user)
                            .map(
                                    it ->
                                            reader.read(
                                                    job,
                                                    here,
                                                    it,
                                                    new ParentAccounts(job, here).of(it)));
                },
                "AuthRealm parent account");
    }

    ParentAccount of(UserModel user) {
        Ownership ownership = Ownership.of(session, tenant, user);
        Profile profile = new Profiles(session, tenant).of(user);
        UserLoginFailureModel failures =
                session.loginFailures().getUserLoginFailure(tenant.realm(), user.getId());
        return new ParentAccount(
                user.getId(),
                user.getUsername(),
                user.getEmail(),
                user.isEmailVerified(),
                ownership.isParent() ? Kind.PARENT : Kind.CHILD,
                status(user),
                ownKey(ownership, user, profile.createdAt()),
                ownership.isParent() ? null : tenant.settings().parents().key(),
                new ParentOrganizations(session).of(ownership.tenant().orElse(tenant)),
                PasswordAge.of(tenant.realm(), user),
                profile.createdAt(),
                profile.updatedAt(),
                lastSignIn(user),
                failures == null ? 0 : failures.getNumFailures(),
                failures == null || failures.getLastFailure() == 0
                        ? null
                        : Instant.ofEpochMilli(failures.getLastFailure()),
                lockedUntil(failures),
                ownership.tenant().flatMap(this::creditsLeft).orElse(null));
    }

    private Optional<Long> creditsLeft(Tenant owned) {
        long given = owned.settings().parents().credits();
        return given == 0
                ? Optional.empty()
                : Optional.of(new Credits(session, owned.realm()).left(given));
    }

    private Status status(UserModel user) {
        if (tenant.realm().isBruteForceProtected()
                && LoginFailures.isLocked(session, tenant.realm(), user)) {
            return Status.LOCKED;
        }
        return user.isEnabled() ? Status.ACTIVE : Status.INACTIVE;
    }

    private static String ownKey(Ownership ownership, UserModel user, Instant createdAt) {
        return ownership
                .tenant()
                .map(owned -> owned.settings().parents().key())
                .orElseGet(() -> PublicKeySyntax.ofId(user.getId(), createdAt.getEpochSecond()));
    }

    private Instant lastSignIn(UserModel user) {
        return new Sessions(session, tenant)
                .active(user).stream()
                        .map(Sessions.ActiveSession::createdAt)
                        .max(Instant::compareTo)
                        .orElse(null);
    }

    private static Instant lockedUntil(UserLoginFailureModel failures) {
        return Optional.ofNullable(failures)
                .map(found -> Instant.ofEpochMilli(found.getFailedLoginNotBefore() * MILLIS))
                .filter(until -> until.isAfter(ServerTime.now()))
                .orElse(null);
    }
}
