package io.authrealm.api.dialect.credebl;

import io.authrealm.api.Services;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.mailbox.MailboxProof;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /users}. The path of one user has an expression, and a name behind "path" in the alphabet.
 * Otherwise the server would prefer {@link AnyOtherRoute} to it.
 */
public final class UsersResource {

    private static final String ONE = "{user: [^/]+}";

    private final Call call;
    private final Services services;
    private final CredeblErrors errors;

    UsersResource(Call call, Services services, CredeblErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @PUT
    public Response changeProfile(InputStream body) {
        return new ProfileResource(call, services, errors).change(body);
    }

    @GET
    @Path("profile")
    public Response profile() {
        return new ProfileResource(call, services, errors).read();
    }

    /**
     * Whether there is an account; only for clients that may know it. What is no address is the
     * name of a route of the platform that there is not.
     */
    @GET
    @Path(ONE)
    public Response existence(@PathParam("user") String email) {
        return call.respond(
                errors,
                () -> {
                    MailboxProof mailbox = services.mailboxProof(CredeblCookies.proof(call));
                    return email.contains("@")
                            ? SignUpAnswers.EXISTENCE.apply(errors, mailbox.look(email.trim()))
                            : errors.notFound();
                });
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
