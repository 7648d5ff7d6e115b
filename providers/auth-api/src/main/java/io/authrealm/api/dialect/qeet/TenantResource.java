package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.invites.ListedInvites;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code /v1/tenants/{id}}, for admins of that tenant. */
public final class TenantResource {

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

    @Path("auth-policy")
    public AuthPolicyResource authPolicy() {
        return new AuthPolicyResource(call, services, errors, this::admin);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private AdminCaller admin() {
        return errors.ofTenant(call, id);
    }
}
