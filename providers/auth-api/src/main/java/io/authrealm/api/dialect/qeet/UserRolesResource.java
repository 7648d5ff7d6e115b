package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.roles.UserPermissions;
import io.authrealm.api.service.users.ManagedUser;
import io.authrealm.api.service.users.RoleChangeResult;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.function.BiFunction;

/** {@code /v1/users/{id}/tenants/{tenant}}: what a user has and may do in the tenant. */
public final class UserRolesResource {

    private static final Cases<QeetErrors, RoleChangeResult, Answer> CHANGED =
            Cases.<QeetErrors, RoleChangeResult, Answer>of(RoleChangeResult.class)
                    .when(RoleChangeResult.Changed.class, errors -> Answer.of(204, null))
                    .when(
                            RoleChangeResult.NotFound.class,
                            errors -> errors.of(QeetError.GROUP_OR_ROLE_NOT_FOUND))
                    .when(
                            RoleChangeResult.Refused.class,
                            errors -> errors.of(QeetError.PERMISSION_DENIED))
                    .when(
                            RoleChangeResult.ReadOnly.class,
                            errors ->
                                    errors.of(QeetError.FORBIDDEN, "the user is managed elsewhere"))
                    .when(RoleChangeResult.LastOwner.class, QeetErrors::lastOwner)
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;
    private final String user;
    private final String tenant;

    UserRolesResource(Call call, Services services, QeetErrors errors, String user, String tenant) {
        this.call = call;
        this.services = services;
        this.errors = errors;
        this.user = user;
        this.tenant = tenant;
    }

    @GET
    @Path("permissions")
    public Response permissions() {
        return call.respond(
                errors,
                () -> {
                    AdminCaller admin = admin();
                    UserPermissions permissions =
                            granted(services.roles(admin).toReadThoseOf(userId()));
                    return Answer.ok(RoleBodies.UserPermissions.of(permissions.all()));
                });
    }

    @POST
    @Path("roles/{role}")
    public Response give(@PathParam("role") String role) {
        return change(role, ManagedUser::giveRole);
    }

    @PUT
    @Path("roles/{role}")
    public Response giveByPut(@PathParam("role") String role) {
        return give(role);
    }

    @DELETE
    @Path("roles/{role}")
    public Response take(@PathParam("role") String role) {
        return change(role, ManagedUser::takeRole);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private Response change(
            String role,
            BiFunction<ManagedUser, String, UserAccessResult<RoleChangeResult>> change) {
        return call.respond(
                errors,
                () -> {
                    AdminCaller admin = admin();
                    ManagedUser managed = granted(services.access(admin).toManage(userId()));
                    return CHANGED.apply(errors, granted(change.apply(managed, uuid(role))));
                });
    }

    private AdminCaller admin() {
        return errors.ofTenant(call, tenant);
    }

    private String userId() {
        return uuid(user);
    }

    private String uuid(String id) {
        return UuidSyntax.isValid(id)
                ? id.toLowerCase(Locale.ROOT)
                : call.refuse(errors.of(QeetError.BAD_REQUEST, "invalid id"));
    }

    private <T> T granted(UserAccessResult<T> result) {
        return errors.access(call).granted(result);
    }
}
