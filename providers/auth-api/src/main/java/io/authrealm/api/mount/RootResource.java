package io.authrealm.api.mount;

import io.authrealm.api.dialect.qeet.QeetApi;
import io.authrealm.api.http.Call;
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
 * Mounts the API at the origin root. Clients of these APIs call it there, and Keycloak does not
 * promise it to extensions. The server's build finds this class because the jar is a bean archive.
 */
@Path("/")
public class RootResource {

    /**
     * Injected as in Keycloak's own resources: on the event loop the current thread has no session.
     */
    @Context KeycloakSession session;

    @Path(ApiMount.ID)
    public Object v1() {
        return routes(chosen());
    }

    /**
     * In this class, because the server answers OPTIONS by itself for a class that has no such
     * method.
     */
    @OPTIONS
    @Path(ApiMount.ID + "/{path: .*}")
    public Response preflight() {
        return chosen().preflight(call(session));
    }

    @Path(JitsudoMount.ID + "/v1")
    public Object jitsudo() {
        return routes(Dialect.JITSUDO);
    }

    @OPTIONS
    @Path(JitsudoMount.ID + "/v1/{path: .*}")
    public Response jitsudoPreflight() {
        return Dialect.JITSUDO.preflight(call(session));
    }

    @Path(CredeblMount.ID)
    public Object credebl() {
        return routes(Dialect.CREDEBL);
    }

    @OPTIONS
    @Path(CredeblMount.ID + "/{path: .*}")
    public Response credeblPreflight() {
        return Dialect.CREDEBL.preflight(call(session));
    }

    @Path(AuthiqaMount.ID)
    public Object authiqa() {
        return routes(Dialect.AUTHIQA);
    }

    @OPTIONS
    @Path(AuthiqaMount.ID + "/{path: .*}")
    public Response authiqaPreflight() {
        return Dialect.AUTHIQA.preflight(call(session));
    }

    /** Runs on the event loop, so it answers even if every worker thread waits. */
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

    /** A server without API at the root does not wait for the tenants. */
    private Dialect chosen() {
        return mount(session).atRoot(session);
    }

    private Object routes(Dialect dialect) {
        Call call = call(session);
        return dialect.routes(call, ApiMount.of(session).services(call));
    }

    /** The dialect for the paths of the root that need no version. */
    static QeetApi api(KeycloakSession session) {
        Call call = call(session);
        return new QeetApi(call, ApiMount.of(session).services(call));
    }

    private static Call call(KeycloakSession session) {
        return mount(session).call(session, Mount.ROOT);
    }

    private static ApiMount mount(KeycloakSession session) {
        ApiMount mount = ApiMount.of(session);
        if (!mount.isAtRoot()) {
            throw new NotFoundException();
        }
        return mount;
    }
}
