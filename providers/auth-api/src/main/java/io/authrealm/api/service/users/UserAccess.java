package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.core.text.UuidSyntax;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.storage.StorageId;

/**
 * Decides which users an admin may see and change, and hands out what the admin has the right to.
 * Only the list of users decides by itself, user by user: {@link UserDirectory}. Service accounts
 * belong to clients, so they do not exist here. Users in the recycle bin exist only for the {@link
 * RecycleBin}.
 */
public final class UserAccess {

    private static final int MAX_ID = 255;

    /** The id that Keycloak gives a user whom only a directory knows: its id, and theirs there. */
    private static final Pattern DIRECTORY_ID = Pattern.compile("f:[\\w-]+:\\P{Cntrl}+");

    /** What the caller wants to do with the user. */
    enum Right {
        VIEW(AdminRights::canViewUsers, AdminRights::canViewUser),
        MANAGE(AdminRights::canManageUsers, AdminRights::canManageUser),
        /** A right of its own in fine-grained permissions; otherwise part of managing. */
        RESET_PASSWORD(AdminRights::canManageUsers, AdminRights::canResetPassword);

        private final Predicate<AdminRights> onAll;
        private final BiPredicate<AdminRights, UserModel> onOne;

        Right(Predicate<AdminRights> onAll, BiPredicate<AdminRights, UserModel> onOne) {
            this.onAll = onAll;
            this.onOne = onOne;
        }
    }

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final Delivery delivery;

    public UserAccess(KeycloakSession session, AdminCaller caller, Delivery delivery) {
        this.session = session;
        this.caller = caller;
        this.delivery = delivery;
    }

    /** To see one user. */
    public UserAccessResult<ViewedUser> toView(String id) {
        return to(id, Right.VIEW, this::existing, user -> new ViewedUser(session, caller, user));
    }

    /** To change one user. */
    public UserAccessResult<ManagedUser> toManage(String id) {
        return to(
                id,
                Right.MANAGE,
                this::existing,
                user ->
                        new ManagedUser(
                                session, caller, delivery, () -> lock(user.getId(), Right.MANAGE)));
    }

    /** To set the password of one user. */
    public UserAccessResult<UserPassword> toResetPassword(String id) {
        return to(
                id,
                Right.RESET_PASSWORD,
                this::existing,
                user ->
                        new UserPassword(
                                session, caller, () -> lock(user.getId(), Right.RESET_PASSWORD)));
    }

    /** To restore or purge one user in the recycle bin. */
    public UserAccessResult<BinnedUser> toBinned(String id) {
        return to(
                id,
                Right.MANAGE,
                this::deleted,
                user -> new BinnedUser(session, caller, user.getId()));
    }

    /** To see what only an admin may who sees every user of the tenant. */
    public UserAccessResult<AllUsers> toViewAll(StatisticsCache statistics) {
        return toAll(Right.VIEW, () -> new AllUsers(session, caller.tenant(), statistics));
    }

    /**
     * To create users: for admins who may manage every user of the tenant, future ones included.
     */
    public UserAccessResult<UserCreation> toCreate() {
        return toAll(Right.MANAGE, () -> new UserCreation(session, caller, delivery));
    }

    /** To import users: for the same admins as to create them. */
    public <T> UserAccessResult<T> toImport(Supplier<T> imports) {
        return toAll(Right.MANAGE, imports);
    }

    /** To read invites: for admins who may see every user of the tenant, future ones included. */
    public <T> UserAccessResult<T> toViewInvites(Supplier<T> invites) {
        return toAll(Right.VIEW, invites);
    }

    /** To invite: for the same admins as to create users. */
    public <T> UserAccessResult<T> toInvite(Supplier<T> invites) {
        return toAll(Right.MANAGE, invites);
    }

    private <T> UserAccessResult<T> toAll(Right right, Supplier<T> access) {
        return right.onAll.test(caller.rights())
                ? new UserAccessResult.Granted<>(access.get())
                : new UserAccessResult.Denied<>();
    }

    private <T> UserAccessResult<T> to(
            String id,
            Right right,
            Function<String, Optional<UserModel>> look,
            Function<UserModel, T> access) {
        return isId(id)
                ? judge(look.apply(id), right).map(access)
                : new UserAccessResult.InvalidId<>();
    }

    private UserAccessResult<UserModel> judge(Optional<UserModel> user, Right right) {
        if (user.isEmpty()) {
            return right.onAll.test(caller.rights())
                    ? new UserAccessResult.Unknown<>()
                    : new UserAccessResult.Denied<>();
        }
        return right.onOne.test(caller.rights(), user.get())
                ? new UserAccessResult.Granted<>(user.get())
                : new UserAccessResult.Denied<>();
    }

    private static boolean isId(String id) {
        return UuidSyntax.isValid(id)
                || (id.length() <= MAX_ID && DIRECTORY_ID.matcher(id).matches());
    }

    private Optional<UserModel> existing(String id) {
        return user(id).filter(user -> !isDeleted(user));
    }

    private Optional<UserModel> deleted(String id) {
        return user(id).filter(this::isDeleted);
    }

    /**
     * Locks a user for a change, and looks again whether there is one and the caller has the right.
     * Changes of one user happen one after the other on all nodes, and each sees the one before.
     * Nothing that waits for the client may follow.
     */
    private UserAccessResult<UserModel> lock(String id, Right right) {
        // A directory may be asked for the user here, so it has to come before the lock.
        Optional<UserModel> user = user(id);
        DeletedUsers deleted = new DeletedUsers(session, caller.tenant().realm());
        // A user that only a directory keeps has no row to lock. Any other user without a row is
        // gone.
        boolean isGone =
                user.isEmpty()
                        || (deleted.lock(id)
                                ? deleted.contains(id)
                                : StorageId.isLocalStorage(id) || isDeleted(user.get()));
        if (!isGone && user.get() instanceof CachedUserModel cached) {
            // The cached data are from before the lock.
            cached.invalidate();
        }
        return judge(isGone ? Optional.empty() : user, right);
    }

    /** A UUID in capitals is the same id. */
    private Optional<UserModel> user(String id) {
        return Optional.ofNullable(byId(id))
                .or(
                        () ->
                                UuidSyntax.normalized(id)
                                        .filter(other -> !other.equals(id))
                                        .map(this::byId))
                .filter(user -> user.getServiceAccountClientLink() == null);
    }

    private UserModel byId(String id) {
        return session.users().getUserById(caller.tenant().realm(), id);
    }

    private boolean isDeleted(UserModel user) {
        return new RecycleBin(session, caller.tenant()).isDeleted(user);
    }
}
