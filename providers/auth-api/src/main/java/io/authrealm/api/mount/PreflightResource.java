package io.authrealm.api.mount;

import io.authrealm.api.http.Call;
import io.authrealm.api.http.Wire;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Answers a browser's preflight requests, for any route. */
public final class PreflightResource {

    private final Call call;
    private final Wire wire;

    PreflightResource(Call call, Wire wire) {
        this.call = call;
        this.wire = wire;
    }

    @OPTIONS
    @Path("{path: .*}")
    public Response preflight() {
        return call.preflight(wire);
    }
}
