package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Exchange;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Response;

/**
 * Every path that no route has, and every route's path with another method. Left to the server,
 * these would be answered with its own error, as a page where the client accepts one.
 */
public final class AnyOtherRoute {

    static final String PATH = "{path: .*}";

    /** For a class that has methods without a path, which the other one would hide. */
    static final String BELOW = "{path: .+}";

    private final Exchange exchange;
    private final QeetErrors errors;

    AnyOtherRoute(Exchange exchange, QeetErrors errors) {
        this.exchange = exchange;
        this.errors = errors;
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
        return exchange.respond(errors, errors::notFound);
    }
}
