package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.LeastTime;
import io.authrealm.api.service.link.MagicLinkResult;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/auth/magic-link}. */
public final class MagicLinkResource {

    private static final Cases<QeetErrors, MailRequestResult, Answer> REQUESTED =
            Cases.<QeetErrors, MailRequestResult, Answer>of(MailRequestResult.class)
                    .when(
                            MailRequestResult.Accepted.class,
                            errors ->
                                    Answer.ok(
                                            new QeetBodies.Message(
                                                    "If there is an account with this address, a mail is on its way.")))
                    .when(
                            MailRequestResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    private static final Cases<QeetErrors, MagicLinkResult, Answer> CONSUMED =
            Cases.<QeetErrors, MagicLinkResult, Answer>of(MagicLinkResult.class)
                    .when(
                            MagicLinkResult.Followed.class,
                            (errors, followed) ->
                                    SignInAnswers.SIGNED_IN.apply(errors, followed.signIn()))
                    .when(
                            MagicLinkResult.LinkInvalid.class,
                            errors -> errors.of(QeetError.MAGIC_LINK_INVALID))
                    .when(MagicLinkResult.LinkUsed.class, errors -> errors.of(QeetError.LINK_USED))
                    .when(
                            MagicLinkResult.LinkExpired.class,
                            errors -> errors.of(QeetError.LINK_EXPIRED))
                    .complete();

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
        return REQUESTED.apply(errors, result);
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
                                ? CONSUMED.apply(
                                        errors,
                                        services.magicLinks(tenant).consume(request.token()))
                                : errors.of(QeetError.METHOD_DISABLED));
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }
}
