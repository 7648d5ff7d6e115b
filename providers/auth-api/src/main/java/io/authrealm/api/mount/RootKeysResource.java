package io.authrealm.api.mount;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * A class of its own: Keycloak's resource at {@code /.well-known} wins over any shorter path than
 * this.
 */
@Path("/.well-known/jwks.json")
public class RootKeysResource {

    @Context KeycloakSession session;

    @GET
    public Response keys() {
        return RootResource.api(session).keys();
    }
}
