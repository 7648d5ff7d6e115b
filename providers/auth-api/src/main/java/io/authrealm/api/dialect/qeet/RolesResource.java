package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.roles.ManagedRoles;
import io.authrealm.api.service.roles.PermissionCheck;
import io.authrealm.api.service.roles.RoleAccess;
import io.authrealm.api.service.roles.RoleCreateResult;
import io.authrealm.api.service.roles.RolePermissionChangeResult;
import io.authrealm.api.service.roles.RolePermissionsResult;
import io.authrealm.api.service.roles.TenantRoles;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    private static final Cases<QeetErrors, RoleCreateResult, Answer> CREATED =
            Cases.<QeetErrors, RoleCreateResult, Answer>of(RoleCreateResult.class)
                    .when(
                            RoleCreateResult.Created.class,
                            (errors, created) -> Answer.of(201, RoleBodies.Role.of(created.role())))
                    .when(
                            RoleCreateResult.NameTaken.class,
                            errors -> errors.of(QeetError.ROLE_NAME_EXISTS))
                    .when(
                            RoleCreateResult.TooMany.class,
                            (errors, tooMany) ->
                                    errors.withMetadata(
                                            QeetError.PLAN_LIMIT,
                                            Map.of("resource", "roles", "limit", tooMany.most())))
                    .when(RoleCreateResult.Closed.class, errors -> errors.notFound())
                    .complete();

    private static final Cases<QeetErrors, RolePermissionChangeResult, Answer> CHANGED =
            Cases.<QeetErrors, RolePermissionChangeResult, Answer>of(
                            RolePermissionChangeResult.class)
                    .when(RolePermissionChangeResult.Changed.class, errors -> Answer.of(204, null))
                    .when(
                            RolePermissionChangeResult.NotFound.class,
                            errors -> errors.of(QeetError.GROUP_OR_ROLE_NOT_FOUND))
                    .when(
                            RolePermissionChangeResult.Refused.class,
                            errors -> errors.of(QeetError.PERMISSION_DENIED))
                    .when(
                            RolePermissionChangeResult.OfOwners.class,
                            errors ->
                                    errors.of(
                                            QeetError.CONFLICT,
                                            "the role of the owners gives everything"))
                    .when(
                            RolePermissionChangeResult.GivenByAnother.class,
                            errors ->
                                    errors.of(
                                            QeetError.CONFLICT,
                                            "a role within it gives the permission"))
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

    Answer create(AdminCaller admin, InputStream body) {
        ManagedRoles roles = granted(services.roles(admin).toChange());
        RoleRequests.Create request = call.body(body, RoleRequests.Create::parse);
        return CREATED.apply(errors, roles.create(request.name(), request.description()));
    }

    /** Makes a role give a permission, which is named by its id or its key. */
    Response givePermission(String role, String permission) {
        return change(role, permission, ManagedRoles::give);
    }

    Response takePermission(String role, String permission) {
        return change(role, permission, ManagedRoles::take);
    }

    private interface Change {
        RolePermissionChangeResult of(ManagedRoles roles, String role, String permission);
    }

    private Response change(String role, String permission, Change change) {
        return call.respond(
                errors,
                () -> {
                    ManagedRoles roles = granted(services.roles(call.admin()).toChange());
                    return UuidSyntax.isValid(role)
                            ? CHANGED.apply(
                                    errors,
                                    change.of(
                                            roles,
                                            role.toLowerCase(Locale.ROOT),
                                            RoleBodies.Permission.key(permission)))
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
