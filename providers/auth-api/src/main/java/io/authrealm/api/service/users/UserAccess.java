package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.store.DeletedUsers;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.storage.StorageId;

/**
 * Finds the user that an admin's request is about. Service accounts belong to clients, so they do
 * not exist here. Users in the recycle bin exist only for {@link RecycleBin}.
 */
public final class UserAccess {

    /** What the caller wants to do with the user. */
    public enum Right {
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

    public UserAccess(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** Whether the caller has the right to every user of the tenant, including future ones. */
    public boolean isGrantedForAll(Right right) {
        return right.onAll.test(caller.rights());
    }

    /**
     * Finds a user who is not deleted.
     *
     * @param id a UUID, or the id of a user whom only a directory knows
     */
    public UserAccessResult find(String id, Right right) {
        UserModel user = user(id);
        return judge(user == null || isDeleted(user) ? null : user, right);
    }

    /**
     * Like {@link #find}, for a change. Changes of one user happen one after the other on all
     * nodes, and each sees the one before. Nothing that waits for the client may follow.
     */
    public UserAccessResult lock(String id, Right right) {
        // A directory may be asked for the user here, so it has to come before the lock.
        UserModel user = user(id);
        DeletedUsers deleted = new DeletedUsers(session, caller.tenant().realm());
        // A user that only a directory keeps has no row to lock. Any other user without a row is
        // gone.
        boolean isGone =
                user == null
                        || (deleted.lock(id)
                                ? deleted.contains(id)
                                : StorageId.isLocalStorage(id) || isDeleted(user));
        if (!isGone && user instanceof CachedUserModel cached) {
            // The cached data are from before the lock.
            cached.invalidate();
        }
        return judge(isGone ? null : user, right);
    }

    /**
     * Finds a user in the recycle bin. The bin itself locks the user whom it restores or purges.
     */
    public UserAccessResult findDeleted(String id, Right right) {
        UserModel user = user(id);
        return judge(user != null && isDeleted(user) ? user : null, right);
    }

    private UserModel user(String id) {
        UserModel user = session.users().getUserById(caller.tenant().realm(), id);
        return user == null || user.getServiceAccountClientLink() != null ? null : user;
    }

    private boolean isDeleted(UserModel user) {
        return new RecycleBin(session, caller.tenant()).isDeleted(user);
    }

    private UserAccessResult judge(UserModel user, Right right) {
        if (user == null) {
            return isGrantedForAll(right)
                    ? new UserAccessResult.Unknown()
                    : new UserAccessResult.Denied();
        }
        return right.onOne.test(caller.rights(), user)
                ? new UserAccessResult.Granted(user)
                : new UserAccessResult.Denied();
    }
}
