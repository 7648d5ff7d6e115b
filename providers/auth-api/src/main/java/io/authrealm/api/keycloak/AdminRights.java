package io.authrealm.api.keycloak;

import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** What an admin may do in a realm. Keycloak's own evaluator answers. */
public final class AdminRights {

    private final AdminPermissionEvaluator evaluator;

    AdminRights(AdminPermissionEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Whether the admin may list users, perhaps not all of them. */
    public boolean canQueryUsers() {
        return evaluator.users().canQuery();
    }

    public boolean canViewUsers() {
        return evaluator.users().canView();
    }

    public boolean canViewUser(UserModel user) {
        return evaluator.users().canView(user);
    }

    public boolean canManageUsers() {
        return evaluator.users().canManage();
    }

    public boolean canManageUser(UserModel user) {
        return evaluator.users().canManage(user);
    }

    public boolean canResetPassword(UserModel user) {
        return evaluator.users().canResetPassword(user);
    }

    public boolean canViewGroup(GroupModel group) {
        return evaluator.groups().canView(group);
    }

    public boolean canManageMembership(GroupModel group) {
        return evaluator.groups().canManageMembership(group);
    }

    public boolean canMapRole(RoleModel role) {
        return evaluator.roles().canMapRole(role);
    }
}
