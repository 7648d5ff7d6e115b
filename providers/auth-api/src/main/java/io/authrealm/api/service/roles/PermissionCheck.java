package io.authrealm.api.service.roles;

import java.util.List;

/**
 * Whether a user is allowed something, and why.
 *
 * @param paths the roles that give the permission, whether or not it can be used
 */
public record PermissionCheck(boolean isAllowed, List<Path> paths, Reason reason) {

    /**
     * A role that gives the permission.
     *
     * @param group by which the user has the role; null if the role is the user's own
     */
    public record Path(String permission, String roleId, String roleName, Group group) {}

    /** A group that has a role. */
    public record Group(String id, String name) {}

    /** Why the answer is what it is. */
    public enum Reason {
        GRANTED,

        /** The tenant has no such user, or the user is suspended or deleted. */
        NO_USER,

        /** This server knows no permission of that name. */
        UNKNOWN_PERMISSION,

        /** No role of the user gives it. */
        NO_ROLE,

        /** A role gives it, and the scope of the API's client lacks that role. */
        OUT_OF_SCOPE
    }
}
