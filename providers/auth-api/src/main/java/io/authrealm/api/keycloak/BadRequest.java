package io.authrealm.api.keycloak;

import jakarta.ws.rs.core.Response;
import org.keycloak.services.ErrorResponse;

/** The exception that Keycloak's admin API answers with 400, from wherever it is thrown. */
public final class BadRequest {

    private BadRequest() {}

    public static RuntimeException of(String message) {
        return ErrorResponse.error(message, Response.Status.BAD_REQUEST);
    }
}
