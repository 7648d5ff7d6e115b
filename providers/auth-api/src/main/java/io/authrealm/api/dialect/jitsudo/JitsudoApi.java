package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.Services;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.ApiDescription;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Refusals;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Everything below {@code /jitsudo/v1}. */
public final class JitsudoApi {

    private final Call call;
    private final Services services;
    private final JitsudoErrors errors = new JitsudoErrors();

    public JitsudoApi(Call call, Services services) {
        this.call = call;
        this.services = services;
    }

    /** How the dialect refuses a request before there is a call. */
    public static Refusals refusals(String requestId) {
        return new JitsudoErrors();
    }

    @Path("auth")
    public AuthResource auth() {
        return new AuthResource(call, services, errors);
    }

    @Path("auth/mfa")
    public ChallengeResource challenges() {
        return new ChallengeResource(call, services, errors);
    }

    @Path("users")
    public UsersResource users() {
        return new UsersResource(call, services, errors);
    }

    @Path("users/me")
    public OwnResource own() {
        return new OwnResource(call, services, errors);
    }

    @Path("users/me/mfa")
    public OwnFactorsResource ownFactors() {
        return new OwnFactorsResource(call, services, errors);
    }

    @GET
    @Path(ApiDescription.PATH)
    public Response description() {
        return ApiDescription.respond(call, errors, JitsudoApi.class);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
