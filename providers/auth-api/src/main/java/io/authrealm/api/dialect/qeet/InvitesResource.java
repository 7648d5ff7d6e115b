package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.invites.InviteAcceptance;
import io.authrealm.api.service.invites.ManagedInvites;
import io.authrealm.core.text.UuidSyntax;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/invites}, for admins, and the acceptance for everybody. The path of one invite has an
 * expression, and a name behind "path" in the alphabet. Otherwise the server would prefer {@link
 * AnyOtherRoute} to it.
 */
public final class InvitesResource {

    private static final String ONE = "{which: [^/]+}";

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    InvitesResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    public Response invite(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    AdminCaller admin = call.admin();
                    ManagedInvites invites = managedBy(admin);
                    InviteRequests.NewInvite request =
                            call.body(body, InviteRequests.NewInvite::parse);
                    return InviteAnswers.SENT.apply(
                            new InviteAnswers.Sending(errors, admin.tenant(), 201),
                            invites.invite(request.email(), request.roleId()));
                });
    }

    @DELETE
    @Path(ONE)
    public Response revoke(@PathParam("which") String id) {
        return call.respond(
                errors,
                () ->
                        InviteAnswers.REVOKED.apply(
                                errors, managedBy(call.admin()).revoke(valid(id))));
    }

    @POST
    @Path(ONE + "/resend")
    public Response inviteAgain(@PathParam("which") String id) {
        return call.respond(
                errors,
                () -> {
                    AdminCaller admin = call.admin();
                    return InviteAnswers.SENT.apply(
                            new InviteAnswers.Sending(errors, admin.tenant(), 200),
                            managedBy(admin).inviteAgain(valid(id)));
                });
    }

    /** With a Bearer token a user joins who has an account, else somebody gets one. */
    @POST
    @Path("accept")
    public Response accept(InputStream body) {
        return call.respond(
                errors, () -> call.isAuthorized() ? join(body) : acceptWithoutAccount(body));
    }

    private Answer join(InputStream body) {
        Caller user = call.user();
        InviteRequests.Token request = call.body(body, InviteRequests.Token::parseLeniently);
        return InviteAnswers.JOINED.apply(
                errors, services.ownInvites(user.tenant()).acceptByToken(user, request.token()));
    }

    private Answer acceptWithoutAccount(InputStream body) {
        InviteAcceptance acceptance = services.inviteAcceptance();
        InviteRequests.Acceptance request = call.body(body, InviteRequests.Acceptance::parse);
        return InviteAnswers.ACCEPTED.apply(
                errors,
                acceptance.accept(
                        request.token(), request.password(), request.displayName(), request.app()));
    }

    @Path(AnyOtherRoute.BELOW)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }

    private ManagedInvites managedBy(AdminCaller admin) {
        return errors.access(call).granted(services.managedInvites(admin));
    }

    private String valid(String id) {
        return UuidSyntax.isValid(id)
                ? id
                : call.refuse(errors.of(QeetError.BAD_REQUEST, "invalid id"));
    }
}
