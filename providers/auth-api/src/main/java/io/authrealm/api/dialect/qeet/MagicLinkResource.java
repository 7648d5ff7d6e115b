package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.link.LinkKind;
import io.authrealm.api.service.link.MagicLinkResult;
import io.authrealm.api.service.link.MagicLinks;
import io.authrealm.api.service.link.MailedLinks;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/auth/magic-link}. */
public final class MagicLinkResource {

    private static final Cases<QeetErrors, MagicLinkResult, Answer> CONSUMED =
            Cases.<QeetErrors, MagicLinkResult, Answer>of(MagicLinkResult.class)
                    .when(
                            MagicLinkResult.Followed.class,
                            (errors, followed) ->
                                    SignInAnswers.SIGNED_IN.apply(errors, followed.signIn()))
                    .when(
                            MagicLinkResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .when(
                            MagicLinkResult.LinkInvalid.class,
                            errors -> errors.of(QeetError.MAGIC_LINK_INVALID))
                    .when(MagicLinkResult.LinkUsed.class, errors -> errors.of(QeetError.LINK_USED))
                    .when(
                            MagicLinkResult.LinkExpired.class,
                            errors -> errors.of(QeetError.LINK_EXPIRED))
                    .complete();

    private final Call call;
    private final Services services;
    private final QeetErrors errors;

    MagicLinkResource(Call call, Services services, QeetErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("start")
    public Response start(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    MailedLinks links = services.mailedLinks();
                    QeetRequests.LinkByMail request =
                            call.body(body, QeetRequests.LinkByMail::parse);
                    return MailAnswers.REQUESTED.apply(
                            new MailAnswers.Accepted(errors, 200),
                            links.mail(LinkKind.MAGIC_LINK, request.email(), request.tenantId()));
                });
    }

    @POST
    @Path("consume")
    public Response consume(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    MagicLinks links = services.magicLinks();
                    QeetRequests.MagicLink request = call.body(body, QeetRequests.MagicLink::parse);
                    return CONSUMED.apply(errors, links.consume(request.token(), request.app()));
                });
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(call, errors);
    }
}
