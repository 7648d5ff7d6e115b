package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.invites.OwnInvites;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/me/invites}. Like in {@link InvitesResource}, the path of one invite has an expression
 * and a name behind "path" in the alphabet.
 */
public final class OwnInvitesResource {

    private static final String ONE = "{which: [^/]+}";

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    OwnInvitesResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @GET
    public Response list() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return Answer.ok(
                            new QeetBodies.Items<>(
                                    of(user).list(user).stream()
                                            .map(
                                                    invite ->
                                                            InviteBodies.Received.of(
                                                                    user.tenant(), invite))
                                            .toList()));
                });
    }

    @POST
    @Path("accept")
    public Response accept(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    InviteRequests.Token request = call.body(body, InviteRequests.Token::parse);
                    return InviteAnswers.JOINED.apply(
                            errors, of(user).acceptByToken(user, request.token()));
                });
    }

    @POST
    @Path(ONE + "/accept")
    public Response acceptOne(@PathParam("which") String id) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return InviteAnswers.JOINED.apply(errors, of(user).acceptById(user, valid(id)));
                });
    }

    @POST
    @Path(ONE + "/decline")
    public Response declineOne(@PathParam("which") String id) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return InviteAnswers.DECLINED.apply(errors, of(user).decline(user, valid(id)));
                });
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private OwnInvites of(Caller user) {
        return services.ownInvites(user.tenant());
    }

    private String valid(String id) {
        return UuidSyntax.isValid(id)
                ? id
                : call.refuse(errors.of(QeetError.BAD_REQUEST, "invalid id"));
    }
}
