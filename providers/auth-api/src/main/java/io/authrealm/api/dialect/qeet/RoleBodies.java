package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.authrealm.api.service.roles.PermissionCheck;
import io.authrealm.api.service.roles.RoleAccess;
import io.authrealm.api.service.roles.TenantRole;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The JSON objects that the routes of roles answer with. */
final class RoleBodies {

    private RoleBodies() {}

    /** Keycloak does not know when a role was made. */
    record Role(
            String id,
            String tenantId,
            String name,
            String description,
            boolean isSystem,
            Instant createdAt) {

        static Role of(TenantRole role) {
            return new Role(
                    role.id(),
                    role.tenantId(),
                    role.name(),
                    role.description(),
                    role.isSystem(),
                    null);
        }
    }

    /**
     * A permission. Its id is made from its name, so it is the same on every server.
     *
     * @param key its name
     */
    record Permission(String id, String key, String description) {

        private static String id(String key) {
            byte[] name = ("authrealm:permission:" + key).getBytes(StandardCharsets.UTF_8);
            return UUID.nameUUIDFromBytes(name).toString();
        }

        /** The name of the permission that has this id; any other text is a name itself. */
        static String key(String idOrKey) {
            return RoleAccess.PERMISSIONS.stream()
                    .filter(key -> id(key).equalsIgnoreCase(idOrKey))
                    .findFirst()
                    .orElse(idOrKey);
        }

        static Permission of(String key) {
            int dot = key.indexOf('.');
            return new Permission(
                    id(key), key, key.substring(dot + 1) + " " + key.substring(0, dot));
        }
    }

    /** In both forms that clients read. */
    record UserPermissions(List<String> permissions, List<String> items) {

        static UserPermissions of(List<String> names) {
            return new UserPermissions(names, names);
        }
    }

    record Allowed(boolean allowed) {}

    record Explained(boolean allowed, List<Path> paths, String reason) {

        static Explained of(PermissionCheck check) {
            return new Explained(
                    check.isAllowed(),
                    check.paths().stream().map(Path::of).toList(),
                    text(check.reason()));
        }

        private static String text(PermissionCheck.Reason reason) {
            return switch (reason) {
                case GRANTED -> "A role of the user gives the permission.";
                case NO_USER -> "The tenant has no such user who is active.";
                case UNKNOWN_PERMISSION -> "There is no such permission.";
                case NO_ROLE -> "No role of the user gives the permission.";
                case OUT_OF_SCOPE ->
                        "The scope of the API's client does not have the role that gives it.";
            };
        }
    }

    /** Clients tell a group by the beginning of {@code via}. */
    record Path(
            String permission,
            String grantedBy,
            String via,
            @JsonInclude(JsonInclude.Include.NON_NULL) String groupId,
            String roleId) {

        static Path of(PermissionCheck.Path path) {
            PermissionCheck.Group group = path.group();
            return new Path(
                    path.permission(),
                    path.roleName(),
                    group == null ? "direct" : "group:" + group.name(),
                    group == null ? null : group.id(),
                    path.roleId());
        }
    }
}
