package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.models.utils.RoleUtils;

/**
 * What a user is given in the tenant (contract, section 10). In Keycloak's words, the realm's roles
 * are the roles, and the clients' roles are the permissions.
 *
 * @param roles all that the user has, by groups and composite roles too
 * @param groups those that the caller may see
 * @param applications how many clients the user has a permission in
 * @param permissionsDirect those that are given to the user themselves
 * @param permissionsTotal those by roles and groups too
 */
public record UserGrants(
        List<Role> roles,
        List<Group> groups,
        int applications,
        int permissionsDirect,
        int permissionsTotal) {

    /** A realm role; {@code description} may be null. */
    public record Role(String id, String name, String description) {}

    /** A group; {@code path} is its name with those of its parents. */
    public record Group(String id, String name, String path) {}

    /** What {@code user} has, as {@code caller} may see it. */
    public static UserGrants of(AdminCaller caller, UserModel user) {
        Set<RoleModel> all = RoleUtils.getDeepUserRoleMappings(user);
        List<RoleModel> permissions = all.stream().filter(RoleModel::isClientRole).toList();
        return new UserGrants(
                all.stream()
                        .filter(role -> !role.isClientRole())
                        .map(r -> new Role(r.getId(), r.getName(), r.getDescription()))
                        .sorted((a, b) -> a.name().compareTo(b.name()))
                        .toList(),
                user.getGroupsStream()
                        .filter(caller.rights()::canViewGroup)
                        .map(UserGrants::describe)
                        .sorted((a, b) -> a.path().compareTo(b.path()))
                        .toList(),
                permissions.stream()
                        .map(RoleModel::getContainerId)
                        .collect(Collectors.toSet())
                        .size(),
                (int) user.getRoleMappingsStream().filter(RoleModel::isClientRole).count(),
                permissions.size());
    }

    private static Group describe(GroupModel group) {
        return new Group(
                group.getId(), group.getName(), ModelToRepresentation.buildGroupPath(group));
    }
}
