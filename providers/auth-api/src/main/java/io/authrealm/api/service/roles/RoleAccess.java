package io.authrealm.api.service.roles;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.service.users.UserAccessResult;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;

/** Decides who may see the roles of a tenant, and what they allow to its users. */
public final class RoleAccess {

    /** The names of all permissions that there are. */
    public static final List<String> PERMISSIONS =
            Arrays.stream(Permission.values()).map(Permission::key).toList();

    private final KeycloakSession session;
    private final AdminCaller caller;

    public RoleAccess(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
    }

    /** To see the roles. */
    public UserAccessResult<TenantRoles> toRead() {
        return to(
                caller.rights().has(Permission.ROLE_READ),
                () -> new TenantRoles(session, caller.tenant()));
    }

    /** To make roles, and to change what they give. */
    public UserAccessResult<ManagedRoles> toChange() {
        return to(caller.rights().canChangeRoles(), () -> new ManagedRoles(session, caller));
    }

    /** To see what a user is allowed to do. Users may ask for themselves. */
    public UserAccessResult<UserPermissions> toReadThoseOf(String userId) {
        return to(
                caller.isUser(userId) || caller.rights().has(Permission.ROLE_READ),
                () -> new UserPermissions(session, caller.tenant(), userId));
    }

    private static <T> UserAccessResult<T> to(boolean isAllowed, Supplier<T> access) {
        return isAllowed
                ? new UserAccessResult.Granted<>(access.get())
                : new UserAccessResult.Denied<>();
    }
}
