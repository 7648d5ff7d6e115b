package io.authrealm.api.users;

import io.authrealm.api.admin.AdminCaller;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.UserPermissionEvaluator;

/**
 * Finds the one user whom an admin's request is about. The accounts of services are clients' and
 * not people's, so they do not exist here; users in the recycle bin exist for {@link RecycleBin}
 * alone.
 */
public final class UserAccess {

    /** What the caller wants to do with the user. */
    public enum Right {
        VIEW(UserPermissionEvaluator::canView, UserPermissionEvaluator::canView),
        MANAGE(UserPermissionEvaluator::canManage, UserPermissionEvaluator::canManage),
        /** A right of its own in fine-grained permissions; otherwise a part of managing. */
        RESET_PASSWORD(
                UserPermissionEvaluator::canManage, UserPermissionEvaluator::canResetPassword);

        private final Predicate<UserPermissionEvaluator> onAll;
        private final BiPredicate<UserPermissionEvaluator, UserModel> onOne;

        Right(
                Predicate<UserPermissionEvaluator> onAll,
                BiPredicate<UserPermissionEvaluator, UserModel> onOne) {
            this.onAll = onAll;
            this.onOne = onOne;
        }
    }

    /** What comes of looking for a user. */
    public sealed interface Found {

        record Granted(UserModel user) implements Found {}

        /** There is no such user, and the caller may know that. */
        record Unknown() implements Found {}

        /**
         * The caller has no right to this user. Nor can a caller with a right to some users only
         * tell the others from those who do not exist.
         */
        record Denied() implements Found {}
    }

    private final KeycloakSession session;
    private final AdminCaller caller;

    public UserAccess(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** Whether the caller has the right to every user of the tenant, also those to come. */
    public boolean isGrantedForAll(Right right) {
        return right.onAll.test(caller.permissions().users());
    }

    /**
     * Finds a user who is not deleted.
     *
     * @param id a UUID, or the id of a user whom only a directory knows
     */
    public Found find(String id, Right right) {
        UserModel user = session.users().getUserById(caller.tenant().realm(), id);
        boolean isThere =
                user != null
                        && user.getServiceAccountClientLink() == null
                        && !new RecycleBin(session, caller.tenant()).isDeleted(user);
        return judge(isThere ? user : null, right);
    }

    /** Finds a user in the recycle bin. */
    public Found findDeleted(String id, Right right) {
        UserModel user = session.users().getUserById(caller.tenant().realm(), id);
        boolean isThere = user != null && new RecycleBin(session, caller.tenant()).isDeleted(user);
        return judge(isThere ? user : null, right);
    }

    private Found judge(UserModel user, Right right) {
        if (user == null) {
            return isGrantedForAll(right) ? new Found.Unknown() : new Found.Denied();
        }
        return right.onOne.test(caller.permissions().users(), user)
                ? new Found.Granted(user)
                : new Found.Denied();
    }
}
