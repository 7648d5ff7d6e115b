package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.Services;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Refusals;
import jakarta.ws.rs.Path;

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

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, new AuthiqaErrors());
    }
}
