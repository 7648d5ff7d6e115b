package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.roles.PermissionCheck;
import io.authrealm.api.service.roles.RoleAccess;
import io.authrealm.api.service.roles.RolePermissionsResult;
import io.authrealm.api.service.roles.TenantRoles;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;

/**
 * Roles, permissions and checks, for admins. The paths stand in {@link QeetApi} and {@link
 * TenantResource}, because they have no beginning in common.
 */
final class RolesResource {

    private static final Cases<QeetErrors, RolePermissionsResult, Answer> PERMISSIONS =
            Cases.<QeetErrors, RolePermissionsResult, Answer>of(RolePermissionsResult.class)
                    .when(
                            RolePermissionsResult.Found.class,
                            (errors, found) -> permissions(found.permissions()))
                    .when(
                            RolePermissionsResult.NotFound.class,
                            errors -> errors.of(QeetError.GROUP_OR_ROLE_NOT_FOUND))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    RolesResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    /** All permissions that there are. */
    Response permissions() {
        return call.respond(
                errors,
                () -> {
                    toRead(call.admin());
                    return permissions(RoleAccess.PERMISSIONS);
                });
    }

    /** What one role allows. */
    Response permissionsOf(String role) {
        return call.respond(
                errors,
                () -> {
                    TenantRoles roles = toRead(call.admin());
                    return UuidSyntax.isValid(role)
                            ? PERMISSIONS.apply(
                                    errors, roles.permissions(role.toLowerCase(Locale.ROOT)))
                            : errors.of(QeetError.BAD_REQUEST, "invalid id");
                });
    }

    Answer listOf(AdminCaller admin) {
        return Answer.ok(
                new QeetBodies.Items<>(
                        toRead(admin).all().stream().map(RoleBodies.Role::of).toList()));
    }

    /** Whether a user has a permission. */
    Response check() {
        return call.respond(errors, () -> check(call.query()));
    }

    private Answer check(MultivaluedMap<String, String> query) {
        AdminCaller admin = errors.ofTenant(call, query.getFirst("tenant_id"));
        String user = query.getFirst("user_id");
        String permission = query.getFirst("permission");
        if (user == null || !UuidSyntax.isValid(user)) {
            return errors.of(QeetError.BAD_REQUEST, "user_id is no UUID");
        }
        String userId = user.toLowerCase(Locale.ROOT);
        RoleAccess access = services.roles(admin);
        if (permission == null || permission.isBlank()) {
            granted(access.toReadThoseOf(userId));
            return errors.of(QeetError.PERMISSION_REQUIRED);
        }
        PermissionCheck check = granted(access.toReadThoseOf(userId)).check(permission);
        return Answer.ok(
                "true".equals(query.getFirst("explain"))
                        ? RoleBodies.Explained.of(check)
                        : new RoleBodies.Allowed(check.isAllowed()));
    }

    private static Answer permissions(List<String> keys) {
        return Answer.ok(
                new QeetBodies.Items<>(keys.stream().map(RoleBodies.Permission::of).toList()));
    }

    private TenantRoles toRead(AdminCaller admin) {
        return granted(services.roles(admin).toRead());
    }

    private <T> T granted(UserAccessResult<T> result) {
        return errors.access(call).granted(result);
    }
}
