package io.authrealm.api.dialect.credebl;

import io.authrealm.api.Services;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.ApiDescription;
import io.authrealm.api.http.Call;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The routes of one version of the API. There is one version. */
public final class CredeblRoutes {

    private final Call call;
    private final Services services;
    private final CredeblErrors errors;

    CredeblRoutes(Call call, Services services) {
        this.call = call;
        this.services = services;
        this.errors = new CredeblErrors(call.route());
    }

    @Path("auth")
    public AuthResource auth() {
        return new AuthResource(call, services, errors);
    }

    @Path("users")
    public UsersResource users() {
        return new UsersResource(call, services, errors);
    }

    @GET
    @Path(ApiDescription.PATH)
    public Response description() {
        return ApiDescription.respond(call, errors, CredeblRoutes.class);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
