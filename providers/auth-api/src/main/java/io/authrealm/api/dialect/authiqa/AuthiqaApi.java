package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.Services;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.ApiDescription;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Refusals;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Everything below {@code /authiqa}, in the Authiqa dialect. */
public final class AuthiqaApi {

    private final Call call;
    private final Services services;

    public AuthiqaApi(Call call, Services services) {
        this.call = call;
        this.services = services;
    }

    /** How the dialect refuses a request before there is a call. */
    public static Refusals refusals() {
        return new AuthiqaErrors();
    }

    @Path("auth")
    public AuthResource auth() {
        return new AuthResource(call, services, new AuthiqaErrors());
    }

    @GET
    @Path(ApiDescription.PATH)
    public Response description() {
        return ApiDescription.respond(call, new AuthiqaErrors(), AuthiqaApi.class);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, new AuthiqaErrors());
    }
}
