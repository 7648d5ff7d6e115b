package io.authrealm.api.service.roles;

import io.authrealm.api.keycloak.AdminRights;
import io.authrealm.api.keycloak.AssumedAdmin;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.keycloak.RealmRoles;
import io.authrealm.api.tenant.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * What a user is allowed to do with a token of the API. Keycloak's evaluator is asked for that
 * user, as it is when the user calls an admin's route.
 */
public final class UserPermissions {

    private final KeycloakSession session;
    private final Tenant tenant;
    private final RealmRoles roles;
    private final Optional<UserModel> user;

    UserPermissions(KeycloakSession session, Tenant tenant, String userId) {
        this.session = session;
        this.tenant = tenant;
        this.roles = new RealmRoles(session, tenant.realm());
        this.user =
                Optional.ofNullable(session.users().getUserById(tenant.realm(), userId))
                        .filter(UserModel::isEnabled);
    }

    /** The names of all permissions that the user has; none if there is no such user. */
    public List<String> all() {
        return user.map(this::rights).stream()
                .flatMap(rights -> Arrays.stream(Permission.values()).filter(rights::has))
                .map(Permission::key)
                .toList();
    }

    /** Whether the user has the permission of this name. */
    public PermissionCheck check(String name) {
        if (user.isEmpty()) {
            return refused(List.of(), PermissionCheck.Reason.NO_USER);
        }
        return Permission.of(name)
                .map(permission -> check(user.get(), permission))
                .orElseGet(() -> refused(List.of(), PermissionCheck.Reason.UNKNOWN_PERMISSION));
    }

    private PermissionCheck check(UserModel found, Permission permission) {
        List<PermissionCheck.Path> paths =
                Stream.concat(ofUser(found, permission), ofGroups(found, permission)).toList();
        if (rights(found).has(permission)) {
            return new PermissionCheck(true, paths, PermissionCheck.Reason.GRANTED);
        }
        return refused(
                paths,
                paths.isEmpty()
                        ? PermissionCheck.Reason.NO_ROLE
                        : PermissionCheck.Reason.OUT_OF_SCOPE);
    }

    private static PermissionCheck refused(
            List<PermissionCheck.Path> paths, PermissionCheck.Reason reason) {
        return new PermissionCheck(false, paths, reason);
    }

    private Stream<PermissionCheck.Path> ofUser(UserModel found, Permission permission) {
        return giving(found.getRoleMappingsStream(), permission)
                .map(role -> path(permission, role, null));
    }

    private Stream<PermissionCheck.Path> ofGroups(UserModel found, Permission permission) {
        return found.getGroupsStream()
                .flatMap(group -> Stream.iterate(group, g -> g != null, GroupModel::getParent))
                .distinct()
                .flatMap(
                        group ->
                                giving(group.getRoleMappingsStream(), permission)
                                        .map(role -> path(permission, role, group)));
    }

    private Stream<RoleModel> giving(Stream<RoleModel> given, Permission permission) {
        return given.filter(role -> roles.permissions(role).contains(permission));
    }

    private static PermissionCheck.Path path(
            Permission permission, RoleModel role, GroupModel group) {
        return new PermissionCheck.Path(
                permission.key(),
                role.getId(),
                role.getName(),
                group == null ? null : new PermissionCheck.Group(group.getId(), group.getName()));
    }

    private AdminRights rights(UserModel found) {
        return AssumedAdmin.of(
                        session,
                        found.getId(),
                        tenant.realm(),
                        tenant.realm(),
                        found,
                        tenant.client())
                .rights(session, tenant.realm(), tenant.client());
    }
}
