package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.keycloak.RealmRoles;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.bin.DeleteResult;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.service.factor.FactorNotice;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.factor.UserFactor;
import io.authrealm.api.service.link.InvitationResult;
import io.authrealm.api.service.link.Invitations;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.store.FactorDemands;
import io.authrealm.api.store.Links;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.EmailSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/**
 * A user whom an admin may manage. Each change locks the user first, sees the change before it, and
 * is an admin event.
 */
public final class ManagedUser {

    /** A change of the user's data; a null member stays as it is. */
    public record Changes(Profiles.Changes profile, Profile.Status status) {}

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final Tenant tenant;
    private final FactorNotice notice;
    private final Delivery delivery;
    private final Supplier<UserAccessResult<UserModel>> lock;

    /**
     * @param lock locks the user, if there still is one and the caller still has the right
     */
    ManagedUser(
            KeycloakSession session,
            AdminCaller caller,
            Delivery delivery,
            Supplier<UserAccessResult<UserModel>> lock) {
        this.session = session;
        this.caller = caller;
        this.tenant = caller.tenant();
        this.notice = new FactorNotice(session, delivery, tenant);
        this.delivery = delivery;
        this.lock = lock;
    }

    /**
     * Changes the user's data. A suspended user is signed out everywhere.
     *
     * @param email null, or the address that the user has
     */
    public UserAccessResult<UserChangeResult> change(String email, Changes changes) {
        return lock.get().map(user -> change(user, email, changes));
    }

    private UserChangeResult change(UserModel user, String email, Changes changes) {
        if (email != null && !EmailSyntax.isSame(email, user.getEmail())) {
            return new UserChangeResult.OtherEmail();
        }
        List<String> names = new ArrayList<>(changes.profile().names());
        boolean enabled = changes.status() != Profile.Status.SUSPENDED;
        boolean isNewStatus = changes.status() != null && user.isEnabled() != enabled;
        if (isNewStatus) {
            names.add("enabled");
        }
        if (names.isEmpty()) {
            return changed(user);
        }
        if (isNewStatus && !enabled && new LastOwner(session, tenant).is(user)) {
            return new UserChangeResult.LastOwner();
        }
        if (!new Profiles(session, tenant).write(user, changes.profile())) {
            return new UserChangeResult.ReadOnly();
        }
        if (isNewStatus && !changeStatus(user, enabled)) {
            return new UserChangeResult.ReadOnly();
        }
        caller.events().updated(user.getId(), names);
        return changed(user);
    }

    private UserChangeResult changed(UserModel user) {
        return new UserChangeResult.Changed(new Profiles(session, tenant).of(user));
    }

    private boolean changeStatus(UserModel user, boolean enabled) {
        return unlessReadOnly(
                () -> {
                    user.setEnabled(enabled);
                    if (enabled) {
                        user.removeAttribute(Profiles.DISABLED_AT);
                        return;
                    }
                    user.setSingleAttribute(Profiles.DISABLED_AT, ServerTime.now().toString());
                    // The mark of a deletion that was undone without the pack.
                    new DeletedUsers(session, tenant.realm()).remove(user.getId());
                    new Links(session, tenant.realm()).endAll(user);
                    new Sessions(session, tenant).revokeAll(user);
                });
    }

    /** Mails the user another link by which to prove the address. */
    public UserAccessResult<InvitationResult> inviteAgain() {
        return lock.get().map(this::inviteAgain);
    }

    private InvitationResult inviteAgain(UserModel user) {
        InvitationResult result = new Invitations(session, delivery, tenant).sendAgain(user);
        caller.events().acted(user.getId(), "send-verify-email");
        return result;
    }

    /** Puts the user into the recycle bin. */
    public UserAccessResult<DeleteResult> delete() {
        return lock.get().map(this::delete);
    }

    private DeleteResult delete(UserModel user) {
        if (new LastOwner(session, tenant).is(user)) {
            return new DeleteResult.LastOwner();
        }
        DeleteResult result = new RecycleBin(session, tenant).delete(user, caller.actorId());
        if (result instanceof DeleteResult.Deleted) {
            caller.events().deleted(user.getId());
        }
        return result;
    }

    /** Ends all sessions of the user. The result is how many were active. */
    public UserAccessResult<Integer> revokeSessions() {
        return lock.get().map(this::revokeSessions);
    }

    private int revokeSessions(UserModel user) {
        Sessions sessions = new Sessions(session, tenant);
        int alive = sessions.count(user);
        sessions.revokeAll(user);
        caller.events().acted(user.getId(), "logout");
        return alive;
    }

    /** Gives the user a role of the tenant. */
    public UserAccessResult<RoleChangeResult> giveRole(String roleId) {
        return lock.get().map(user -> changeRole(user, roleId, true));
    }

    /** Takes a role of the tenant from the user. */
    public UserAccessResult<RoleChangeResult> takeRole(String roleId) {
        return lock.get().map(user -> changeRole(user, roleId, false));
    }

    private RoleChangeResult changeRole(UserModel user, String roleId, boolean isGiven) {
        return new RealmRoles(session, tenant.realm())
                .byId(roleId)
                .map(role -> changeRole(user, role, isGiven))
                .orElseGet(RoleChangeResult.NotFound::new);
    }

    private RoleChangeResult changeRole(UserModel user, RoleModel role, boolean isGiven) {
        if (!new GrantNames(session, caller).canGive(role)) {
            return new RoleChangeResult.Refused();
        }
        if (user.hasDirectRole(role) == isGiven) {
            return new RoleChangeResult.Changed();
        }
        if (!isGiven && new LastOwner(session, tenant).is(user, role)) {
            return new RoleChangeResult.LastOwner();
        }
        if (!unlessReadOnly(
                () -> {
                    if (isGiven) {
                        user.grantRole(role);
                    } else {
                        user.deleteRoleMapping(role);
                    }
                })) {
            return new RoleChangeResult.ReadOnly();
        }
        caller.events().roleChanged(user.getId(), role.getId(), role.getName(), isGiven);
        return new RoleChangeResult.Changed();
    }

    /**
     * Removes those of the user's second factors that are codes, so that the password is enough,
     * unless {@link #requireMfa} demands one or the user has a key.
     */
    public UserAccessResult<SecondFactorUpdateResult> resetMfa() {
        return lock.get()
                .map(
                        user ->
                                update(
                                        user,
                                        u ->
                                                remove(
                                                        u,
                                                        UserFactor.of(session, u).stream()
                                                                .filter(ManagedUser::isCode)
                                                                .toList()),
                                        u -> caller.events().acted(u.getId(), "reset-mfa")));
    }

    private static boolean isCode(UserFactor factor) {
        return SecondFactor.TYPES_OF_CODES.contains(factor.kind().type());
    }

    /** Removes one second factor of the user, of any kind. */
    public UserAccessResult<FactorResetResult> removeFactor(String credentialId) {
        return lock.get().map(user -> removeFactor(user, credentialId));
    }

    private FactorResetResult removeFactor(UserModel user, String credentialId) {
        List<UserFactor> found =
                UserFactor.of(session, user).stream()
                        .filter(factor -> factor.id().equals(credentialId))
                        .toList();
        if (found.isEmpty()) {
            return new FactorResetResult.NotFound();
        }
        if (!unlessReadOnly(() -> remove(user, found))) {
            return new FactorResetResult.ReadOnly();
        }
        caller.events().factorRemoved(user.getId(), credentialId);
        return new FactorResetResult.Removed();
    }

    private void remove(UserModel user, List<UserFactor> factors) {
        if (factors.isEmpty()) {
            return;
        }
        factors.forEach(factor -> user.credentialManager().removeStoredCredentialById(factor.id()));
        notice.removedByAdmin(user, factors.stream().map(UserFactor::kind).distinct().toList());
    }

    /**
     * Sets whether the user must have a second factor, which {@link SecondFactorDemand} checks at
     * each sign-in.
     */
    public UserAccessResult<SecondFactorUpdateResult> requireMfa(boolean required) {
        return update(
                user -> {
                    if (required) {
                        user.setSingleAttribute(FactorDemands.ATTRIBUTE, "true");
                        new Sessions(session, tenant).endThoseOfSingleTokens(user);
                    } else {
                        user.removeAttribute(FactorDemands.ATTRIBUTE);
                    }
                },
                user -> caller.events().updated(user.getId(), List.of(FactorDemands.ATTRIBUTE)));
    }

    private UserAccessResult<SecondFactorUpdateResult> update(
            Consumer<UserModel> change, Consumer<UserModel> event) {
        return lock.get().map(user -> update(user, change, event));
    }

    private SecondFactorUpdateResult update(
            UserModel user, Consumer<UserModel> change, Consumer<UserModel> event) {
        if (!unlessReadOnly(() -> change.accept(user))) {
            return new SecondFactorUpdateResult.ReadOnly();
        }
        event.accept(user);
        return new SecondFactorUpdateResult.Updated();
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
