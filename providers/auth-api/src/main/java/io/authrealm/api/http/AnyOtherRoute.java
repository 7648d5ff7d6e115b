package io.authrealm.api.http;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Response;

/**
 * Every path that no route has, and every route's path with another method. The server itself would
 * answer these with its own error, as a page if the client accepts one.
 */
public final class AnyOtherRoute {

    public static final String PATH = "{path: .*}";

    /** For a class that has methods without a path, which the other one would hide. */
    public static final String BELOW = "{path: .+}";

    private final Call call;
    private final Refusals refusals;

    public AnyOtherRoute(Call call, Refusals refusals) {
        this.call = call;
        this.refusals = refusals;
    }

    @GET
    public Response get() {
        return notFound();
    }

    @POST
    public Response post() {
        return notFound();
    }

    @PUT
    public Response put() {
        return notFound();
    }

    @PATCH
    public Response patch() {
        return notFound();
    }

    @DELETE
    public Response delete() {
        return notFound();
    }

    private Response notFound() {
        return call.respond(refusals, refusals::notFound);
    }
}
