package io.authrealm.api.dialect.credebl;

import io.authrealm.api.Services;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.ApiDescription;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Refusals;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/** Everything below {@code /credebl}, with and without the version. */
public final class CredeblApi {

    private final CredeblRoutes routes;

    public CredeblApi(Call call, Services services) {
        this.routes = new CredeblRoutes(call, services);
    }

    /**
     * How the dialect refuses a request before there is a call.
     *
     * @param requestId only in a header
     */
    @SuppressWarnings("unused") // Other dialects repeat it in the body.
    public static Refusals refusals(String requestId) {
        return new CredeblErrors(null);
    }

    /** The names of the cookies that its routes read. */
    public static Set<String> cookies() {
        return CredeblCookies.NAMES;
    }

    @Path("v1")
    public CredeblRoutes v1() {
        return routes;
    }

    @Path("auth")
    public AuthResource auth() {
        return routes.auth();
    }

    @Path("users")
    public UsersResource users() {
        return routes.users();
    }

    @GET
    @Path(ApiDescription.PATH)
    public Response description() {
        return routes.description();
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return routes.anyOtherRoute();
    }
}
