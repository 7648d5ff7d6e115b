package io.authrealm.api.mount;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** A class of its own for the same reason as {@link RootKeysResource}. */
@Path("/.well-known/openid-configuration")
public class RootConfigurationResource {

    @GET
    public Response configuration() {
        return RootResource.api().configuration();
    }
}
