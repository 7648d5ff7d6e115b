package io.authrealm.api.mount;

import io.authrealm.api.dialect.qeet.QeetApi;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.Mount;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * Mounts the API at the origin root, which clients of these APIs expect and Keycloak does not
 * promise to extensions. Found by the server's build because the jar is a bean archive.
 */
@Path("/")
public class RootResource {

    /** Keycloak's own resources get it like this; the current thread has none on the event loop. */
    @Context KeycloakSession session;

    @Path("v1")
    public QeetApi v1() {
        return api(session);
    }

    /**
     * A method of this class: without one, the server answers OPTIONS for the whole class by
     * itself.
     */
    @OPTIONS
    @Path("v1/{path: .*}")
    public Response preflight() {
        return exchange(session).preflight();
    }

    /** On the event loop, so that it answers even if every thread waits for something. */
    @NonBlocking
    @GET
    @Path("healthz")
    public Response healthz() {
        return api(session).healthz();
    }

    @GET
    @Path("readyz")
    public Response readyz() {
        return api(session).readyz();
    }

    /** The routes that the contract has at the root itself. */
    static QeetApi api(KeycloakSession session) {
        return ApiMount.of(session).api(exchange(session));
    }

    private static Exchange exchange(KeycloakSession session) {
        ApiMount mount = ApiMount.of(session);
        if (!mount.isAtRoot()) {
            throw new NotFoundException();
        }
        return mount.exchange(session, Mount.ROOT);
    }
}
