package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.invites.ListedInvites;
import io.authrealm.api.service.tenants.ManagedTenant;
import io.authrealm.api.service.tenants.TenantChange;
import io.authrealm.api.service.tenants.TenantChangeResult;
import io.authrealm.api.service.tenants.TenantDeleteResult;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/tenants/{id}}, for admins of that tenant. */
public final class TenantResource {

    private static final Cases<QeetErrors, TenantChangeResult, Answer> CHANGED =
            Cases.<QeetErrors, TenantChangeResult, Answer>of(TenantChangeResult.class)
                    .when(
                            TenantChangeResult.Changed.class,
                            (errors, changed) ->
                                    Answer.ok(TenantBodies.Tenant.of(changed.tenant())))
                    .when(TenantChangeResult.Closed.class, errors -> errors.notFound())
                    .complete();

    private static final Cases<QeetErrors, TenantDeleteResult, Answer> DELETED =
            Cases.<QeetErrors, TenantDeleteResult, Answer>of(TenantDeleteResult.class)
                    .when(TenantDeleteResult.Deleted.class, errors -> Answer.of(204, null))
                    .when(
                            TenantDeleteResult.OfOperator.class,
                            errors ->
                                    errors.of(
                                            QeetError.CONFLICT,
                                            "only the operator removes this tenant"))
                    .when(TenantDeleteResult.Closed.class, errors -> errors.notFound())
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;
    private final String id;

    TenantResource(Call call, Services services, QeetErrors errors, String id) {
        this.call = call;
        this.services = services;
        this.errors = errors;
        this.id = id;
    }

    @GET
    public Response read() {
        return call.respond(
                errors,
                () ->
                        Answer.ok(
                                TenantBodies.Tenant.of(
                                        errors.access(call)
                                                .granted(services.tenants(admin()).toRead()))));
    }

    @PATCH
    public Response change(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    ManagedTenant tenant = toChange();
                    TenantChange change = call.body(body, TenantRequests::change);
                    return CHANGED.apply(errors, tenant.change(change));
                });
    }

    @DELETE
    public Response delete() {
        return call.respond(errors, () -> DELETED.apply(errors, toChange().delete()));
    }

    @GET
    @Path("api-keys")
    public Response apiKeys() {
        return call.respond(
                errors, () -> new ApiKeysResource(call, services, errors).listOf(admin()));
    }

    @GET
    @Path("roles")
    public Response roles() {
        return call.respond(
                errors, () -> new RolesResource(call, services, errors).listOf(admin()));
    }

    @GET
    @Path("invites")
    public Response invites() {
        return call.respond(
                errors,
                () -> {
                    AdminCaller admin = admin();
                    ListedInvites invites =
                            errors.access(call).granted(services.listedInvites(admin));
                    return Answer.ok(
                            new QeetBodies.Items<>(
                                    invites.newestFirst().stream()
                                            .map(
                                                    invite ->
                                                            InviteBodies.Shown.of(
                                                                    admin.tenant(), invite))
                                            .toList()));
                });
    }

    @POST
    @Path("roles")
    public Response createRole(InputStream body) {
        return call.respond(
                errors, () -> new RolesResource(call, services, errors).create(admin(), body));
    }

    @Path("auth-policy")
    public AuthPolicyResource authPolicy() {
        return new AuthPolicyResource(call, services, errors, this::admin);
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private ManagedTenant toChange() {
        return errors.access(call).granted(services.managedTenant(admin()));
    }

    private AdminCaller admin() {
        return errors.ofTenant(call, id);
    }
}
