package io.authrealm.api.mount;

import io.authrealm.api.http.Call;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Answers a browser's preflight requests, for any route. */
public final class PreflightResource {

    private final Call call;
    private final Dialect dialect;

    PreflightResource(Call call, Dialect dialect) {
        this.call = call;
        this.dialect = dialect;
    }

    @OPTIONS
    @Path("{path: .*}")
    public Response preflight() {
        return dialect.preflight(call);
    }
}
