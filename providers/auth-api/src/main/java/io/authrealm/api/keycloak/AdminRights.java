package io.authrealm.api.keycloak;

import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What an admin may do in a realm. Keycloak's own evaluator answers. A request by an API key is
 * also bounded by the permissions of the key. They cannot be roles in a token that Keycloak reads:
 * it looks the roles of an admin up by itself, and passes over those in the token.
 */
public final class AdminRights {

    private final Supplier<AdminPermissionEvaluator> evaluator;
    private final VanishingRoles roles;
    private final Set<Permission> bound;
    private final Predicate<String> hasRoleAnyway;
    private final BooleanSupplier createsRealms;

    /**
     * @param evaluator asked for when it is needed: many requests need none, and making it is most
     *     of what an admin's request costs
     * @param roles asks the evaluator
     * @param bound the permissions beyond which nothing is allowed
     * @param hasRoleAnyway whether the admin has an admin role that the scope of the client lacks,
     *     and that counts for what is not about users
     * @param createsRealms whether the admin may create realms of the server
     */
    AdminRights(
            Supplier<AdminPermissionEvaluator> evaluator,
            VanishingRoles roles,
            Set<Permission> bound,
            Predicate<String> hasRoleAnyway,
            BooleanSupplier createsRealms) {
        this.evaluator = evaluator;
        this.roles = roles;
        this.bound = bound;
        this.hasRoleAnyway = hasRoleAnyway;
        this.createsRealms = createsRealms;
    }

    /** Whether the admin may do at least some of what the permission stands for. */
    public boolean has(Permission permission) {
        return may(permission, () -> isGrantedByKeycloak(permission));
    }

    private boolean may(Permission permission, Supplier<Boolean> question) {
        return bound.contains(permission) && roles.ask(question);
    }

    private boolean isGrantedByKeycloak(Permission permission) {
        return switch (permission) {
            case USER_READ ->
                    evaluator.get().users().canQuery() || evaluator.get().users().canView();
            case USER_WRITE -> evaluator.get().users().canManage();
            case ROLE_WRITE -> evaluator.get().users().canManage() || canManageRealm();
            case ROLE_READ, TENANT_READ, POLICY_READ, API_KEY_READ -> canViewRealm();
            case TENANT_WRITE, POLICY_WRITE, API_KEY_WRITE -> canManageRealm();
        };
    }

    /** Whether the permission is not beyond the bound. */
    public boolean isWithinBound(Permission permission) {
        return bound.contains(permission);
    }

    /** Whether the admin may make roles, and change what they give. */
    public boolean canChangeRoles() {
        return may(Permission.ROLE_WRITE, this::canManageRealm);
    }

    /** Whether the admin may create realms, as an administrator of the server. */
    public boolean canCreateRealms() {
        return may(Permission.TENANT_WRITE, createsRealms::getAsBoolean);
    }

    private boolean canViewRealm() {
        return evaluator.get().realm().canViewRealm()
                || hasRoleAnyway.test(AdminRoles.VIEW_REALM)
                || hasRoleAnyway.test(AdminRoles.MANAGE_REALM);
    }

    private boolean canManageRealm() {
        return evaluator.get().realm().canManageRealm()
                || hasRoleAnyway.test(AdminRoles.MANAGE_REALM);
    }

    /** Whether the admin may list users, perhaps not all of them. */
    public boolean canQueryUsers() {
        return may(Permission.USER_READ, () -> evaluator.get().users().canQuery());
    }

    public boolean canViewUsers() {
        return may(Permission.USER_READ, () -> evaluator.get().users().canView());
    }

    public boolean canViewUser(UserModel user) {
        return may(Permission.USER_READ, () -> evaluator.get().users().canView(user));
    }

    public boolean canManageUsers() {
        return may(Permission.USER_WRITE, () -> evaluator.get().users().canManage());
    }

    public boolean canManageUser(UserModel user) {
        return may(Permission.USER_WRITE, () -> evaluator.get().users().canManage(user));
    }

    public boolean canResetPassword(UserModel user) {
        return may(Permission.USER_WRITE, () -> evaluator.get().users().canResetPassword(user));
    }

    public boolean canViewGroup(GroupModel group) {
        return may(Permission.USER_READ, () -> evaluator.get().groups().canView(group));
    }

    public boolean canManageMembership(GroupModel group) {
        return may(
                Permission.ROLE_WRITE, () -> evaluator.get().groups().canManageMembership(group));
    }

    public boolean canMapRole(RoleModel role) {
        return bound.contains(Permission.ROLE_WRITE)
                && roles.ask(() -> evaluator.get().roles().canMapRole(role), Set.of(role));
    }
}
