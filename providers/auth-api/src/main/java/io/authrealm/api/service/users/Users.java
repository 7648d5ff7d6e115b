package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.service.bin.DeleteResult;
import io.authrealm.api.service.bin.PurgeResult;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.service.bin.RestoreResult;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordUpdate;
import io.authrealm.api.service.password.PasswordUpdateResult;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.store.Links;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.userprofile.UserProfileContext;

/**
 * An admin's changes of one user. {@link UserAccess} has checked the right to them before. Each
 * change is an admin event.
 */
public final class Users {

    /** A change of one user; a null member stays as it is. */
    public record Changes(Profiles.Changes profile, Status status) {}

    /** Whether a user can sign in. */
    public enum Status {
        ACTIVE,
        SUSPENDED
    }

    /**
     * A user to be created; every member but the address may be null.
     *
     * @param phone E.164
     */
    public record NewUser(
            String email,
            String password,
            String displayName,
            String phone,
            Map<String, Object> metadata) {

        @Override
        public String toString() {
            return "NewUser";
        }
    }

    /** A reset removes these. Passkeys and security keys stay. */
    private static final Set<String> SECOND_FACTORS =
            Set.of(OTPCredentialModel.TYPE, RecoveryAuthnCodesCredentialModel.TYPE);

    private record OneUser(Users users, UserModel user) {}

    private static final Cases<OneUser, PasswordUpdateResult, PasswordSetResult> PASSWORD_UPDATED =
            Cases.<OneUser, PasswordUpdateResult, PasswordSetResult>of(PasswordUpdateResult.class)
                    .when(
                            PasswordUpdateResult.Stored.class,
                            one -> one.users().passwordSet(one.user()))
                    .when(
                            PasswordUpdateResult.Overloaded.class,
                            (one, overloaded) ->
                                    new PasswordSetResult.Overloaded(
                                            overloaded.retryAfterSeconds()))
                    .when(
                            PasswordUpdateResult.ReadOnly.class,
                            one -> new PasswordSetResult.ReadOnly())
                    .complete();

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final Tenant tenant;

    public Users(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
        this.tenant = caller.tenant();
    }

    public Profile describe(UserModel user) {
        return new Profiles(session, tenant).of(user);
    }

    /** Creates an active user with nothing verified. No mail is sent. */
    public UserCreateResult create(NewUser user) {
        return new AccountCreation(session)
                .create(
                        UserProfileContext.USER_API,
                        new AccountCreation.NewAccount(
                                user.email(), user.password(), user.displayName()),
                        (job, here, created) ->
                                new UserCreateResult.Created(complete(job, here, created, user)),
                        UserCreateResult.Refused::new);
    }

    private Profile complete(KeycloakSession job, Tenant here, UserModel created, NewUser user) {
        Profiles profiles = new Profiles(job, here);
        Profiles.Changes rest =
                new Profiles.Changes(null, null, null, user.phone(), user.metadata());
        if (!rest.names().isEmpty() && !profiles.write(created, rest)) {
            throw new IllegalStateException("a new user refuses attributes: " + rest.names());
        }
        caller.events().in(job).created(created.getId(), created.getEmail());
        return profiles.of(created);
    }

    /**
     * Changes the user. Returns nothing, and changes nothing, if the user belongs to a directory
     * that this server may only read. A suspended user is signed out everywhere.
     */
    public Optional<Profile> change(UserModel user, Changes changes) {
        List<String> names = new ArrayList<>(changes.profile().names());
        boolean enabled = changes.status() != Status.SUSPENDED;
        boolean isNewStatus = changes.status() != null && user.isEnabled() != enabled;
        if (isNewStatus) {
            names.add("enabled");
        }
        if (names.isEmpty()) {
            return Optional.of(describe(user));
        }
        if (!new Profiles(session, tenant).write(user, changes.profile())) {
            return Optional.empty();
        }
        if (isNewStatus && !changeStatus(user, enabled)) {
            return Optional.empty();
        }
        caller.events().updated(user.getId(), names);
        return Optional.of(describe(user));
    }

    private boolean changeStatus(UserModel user, boolean enabled) {
        return unlessReadOnly(
                () -> {
                    user.setEnabled(enabled);
                    if (enabled) {
                        user.removeAttribute(Profiles.DISABLED_AT);
                        return;
                    }
                    user.setSingleAttribute(Profiles.DISABLED_AT, Instant.now().toString());
                    // The mark of a deletion that was undone without the pack.
                    new DeletedUsers(session, tenant.realm()).remove(user.getId());
                    signOut(user);
                });
    }

    /** Sets the user's password by the realm's policy. */
    public PasswordSetResult setPassword(UserModel user, String password) {
        PolicyError refusal =
                session.getProvider(PasswordPolicyManagerProvider.class)
                        .validate(tenant.realm(), user, password);
        if (refusal != null) {
            return new PasswordSetResult.Refused(PasswordRefusal.of(refusal));
        }
        return PASSWORD_UPDATED.apply(
                new OneUser(this, user), PasswordUpdate.store(session, user, password));
    }

    private PasswordSetResult passwordSet(UserModel user) {
        signOut(user);
        caller.events().acted(user.getId(), "reset-password");
        return new PasswordSetResult.Set();
    }

    /** Puts the user into the recycle bin. */
    public DeleteResult delete(UserModel user) {
        DeleteResult result = bin().delete(user, caller.actorId());
        if (result instanceof DeleteResult.Deleted) {
            caller.events().deleted(user.getId());
        }
        return result;
    }

    /** Brings the user back from the recycle bin. */
    public RestoreResult restore(UserModel user) {
        RestoreResult result = bin().restore(user.getId());
        if (result instanceof RestoreResult.Restored) {
            caller.events().acted(user.getId(), "restore");
        }
        return result;
    }

    /** Removes the user from the recycle bin for good. */
    public PurgeResult purge(UserModel user) {
        String id = user.getId();
        PurgeResult result = bin().purge(id);
        if (result instanceof PurgeResult.Purged) {
            caller.events().purged(id);
        }
        return result;
    }

    private RecycleBin bin() {
        return new RecycleBin(session, tenant);
    }

    private void signOut(UserModel user) {
        new Links(session, tenant.realm()).endAll(user);
        new Sessions(session, tenant).revokeAll(user);
    }

    /** Ends all sessions of the user and returns how many were active. */
    public int revokeSessions(UserModel user) {
        Sessions sessions = new Sessions(session, tenant);
        int alive = sessions.count(user);
        sessions.revokeAll(user);
        caller.events().acted(user.getId(), "logout");
        return alive;
    }

    /**
     * Removes the user's second factors, so that the password is enough, unless {@link #requireMfa}
     * demands one. Returns false, and changes nothing, if the user belongs to a directory that this
     * server may only read.
     */
    public boolean resetMfa(UserModel user) {
        boolean isReset =
                unlessReadOnly(
                        () ->
                                user.credentialManager()
                                        .getStoredCredentialsStream()
                                        .filter(c -> SECOND_FACTORS.contains(c.getType()))
                                        .map(CredentialModel::getId)
                                        .toList()
                                        .forEach(
                                                user.credentialManager()
                                                        ::removeStoredCredentialById));
        if (isReset) {
            caller.events().acted(user.getId(), "reset-mfa");
        }
        return isReset;
    }

    /**
     * Sets whether the user must have a second factor, which {@link SecondFactorDemand} checks at
     * each sign-in. Returns false, and changes nothing, if the user belongs to a directory that
     * this server may only read.
     */
    public boolean requireMfa(UserModel user, boolean required) {
        boolean isChanged =
                unlessReadOnly(
                        () -> {
                            if (required) {
                                user.setSingleAttribute(SecondFactorDemand.ATTRIBUTE, "true");
                            } else {
                                user.removeAttribute(SecondFactorDemand.ATTRIBUTE);
                            }
                        });
        if (isChanged) {
            caller.events().updated(user.getId(), List.of(SecondFactorDemand.ATTRIBUTE));
        }
        return isChanged;
    }

    private boolean unlessReadOnly(Runnable change) {
        try {
            change.run();
            return true;
        } catch (ReadOnlyException e) {
            session.getTransactionManager().setRollbackOnly();
            return false;
        }
    }
}
