package io.authrealm.api.mount;

import io.authrealm.api.http.Exchange;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Answers a browser's preflight requests, for any route. */
public final class PreflightResource {

    private final Exchange exchange;

    PreflightResource(Exchange exchange) {
        this.exchange = exchange;
    }

    @OPTIONS
    @Path("{path: .*}")
    public Response preflight() {
        return exchange.preflight();
    }
}
