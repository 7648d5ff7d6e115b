package io.authrealm.api.mount;

import io.authrealm.api.Services;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import jakarta.ws.rs.Path;

/** What follows the name of a dialect in its path below a realm. */
public final class V1Resource {

    private final Call call;
    private final Services services;
    private final Dialect dialect;

    V1Resource(Call call, Services services, Dialect dialect) {
        this.call = call;
        this.services = services;
        this.dialect = dialect;
    }

    @Path("v1")
    public Object v1() {
        return dialect.routes(call, services);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, dialect.refusals(call.requestId()));
    }
}
