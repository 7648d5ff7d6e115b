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
 * The roles, groups and permissions of a user in the tenant. Roles are Keycloak's realm roles, and
 * permissions are its client roles.
 *
 * @param roles those that are given to the user directly, without the default role of the realm
 * @param groups those that the caller may see
 * @param applications the number of clients in which the user has a permission
 * @param permissionsDirect those that are assigned to the user directly
 * @param permissionsTotal including those by roles and groups
 */
public record UserGrants(
        List<Role> roles,
        List<Group> groups,
        int applications,
        int permissionsDirect,
        int permissionsTotal) {

    /** A realm role; {@code description} may be null. */
    public record Role(String id, String name, String description) {}

    /** A group; {@code path} is its name with those of its parents. The description may be null. */
    public record Group(String id, String name, String description, String path) {}

    /** Keycloak's own texts are keys of its console's messages. */
    private static final String MESSAGE_KEY = "${";

    /** The grants of {@code user} that {@code caller} may see. */
    public static UserGrants of(AdminCaller caller, UserModel user) {
        Set<RoleModel> all = RoleUtils.getDeepUserRoleMappings(user);
        List<RoleModel> permissions = all.stream().filter(RoleModel::isClientRole).toList();
        return new UserGrants(
                user.getRealmRoleMappingsStream()
                        .filter(role -> !role.equals(caller.tenant().realm().getDefaultRole()))
                        .map(r -> new Role(r.getId(), r.getName(), readable(r.getDescription())))
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
                group.getId(),
                group.getName(),
                readable(group.getDescription()),
                ModelToRepresentation.buildGroupPath(group));
    }

    private static String readable(String description) {
        return description == null || description.startsWith(MESSAGE_KEY) ? null : description;
    }
}
