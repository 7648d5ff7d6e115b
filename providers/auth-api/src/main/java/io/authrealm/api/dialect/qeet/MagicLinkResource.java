package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.LeastTime;
import io.authrealm.api.service.link.MagicLinks;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.tenant.TenantSettings;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/auth/magic-link} (contract, sections 9.3 and 9.4). */
public final class MagicLinkResource {

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    MagicLinkResource(Exchange exchange, Services services, QeetErrors errors) {
        this.exchange = exchange;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("start")
    public Response start(InputStream body) {
        return exchange.anonymous(
                errors,
                LeastTime.of(TenantSettings::recoveryFloorMillis),
                body,
                QeetRequests.LinkByMail::parse,
                (resolver, request) -> resolver.byEmail(request.email(), request.tenantId()),
                (decoy, request) -> requested(services.magicLinks(decoy).startWithoutTenant()),
                (tenant, request) ->
                        requested(
                                isSwitchedOn()
                                        ? services.magicLinks(tenant).start(request.email())
                                        : services.magicLinks(tenant).startWithoutTenant()));
    }

    private boolean isSwitchedOn() {
        return exchange.entry().settings().magicLinks();
    }

    private Answer requested(MailRequestResult result) {
        if (!isSwitchedOn()) {
            return errors.of(QeetError.METHOD_DISABLED);
        }
        return switch (result) {
            case ACCEPTED ->
                    Answer.ok(
                            new QeetBodies.Message(
                                    "If there is an account with this address, a mail is on its way."));
            case BUSY -> errors.outboxFull();
        };
    }

    @POST
    @Path("consume")
    public Response consume(InputStream body) {
        return exchange.anonymous(
                errors,
                LeastTime.NONE,
                body,
                QeetRequests.MagicLink::parse,
                (resolver, request) ->
                        services.realmOfLink(request.token()).flatMap(resolver::openById),
                (decoy, request) -> errors.of(QeetError.MAGIC_LINK_INVALID),
                (tenant, request) ->
                        tenant.settings().magicLinks()
                                ? consumed(services.magicLinks(tenant).consume(request.token()))
                                : errors.of(QeetError.METHOD_DISABLED));
    }

    private Answer consumed(MagicLinks.ConsumeResult result) {
        if (result instanceof MagicLinks.ConsumeResult.Followed followed) {
            return new SignInAnswers(errors).of(followed.signIn());
        }
        if (result instanceof MagicLinks.ConsumeResult.LinkUsed) {
            return errors.of(QeetError.LINK_USED);
        }
        return errors.of(
                result instanceof MagicLinks.ConsumeResult.LinkExpired
                        ? QeetError.LINK_EXPIRED
                        : QeetError.MAGIC_LINK_INVALID);
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }
}
