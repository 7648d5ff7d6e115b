package io.authrealm.api.mount;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/** A class of its own for the same reason as {@link RootKeysResource}. */
@Path("/.well-known/webauthn")
public class RootWebAuthnResource {

    @Context KeycloakSession session;

    @GET
    public Response relatedOrigins() {
        return RootResource.api(session).relatedOrigins();
    }
}
