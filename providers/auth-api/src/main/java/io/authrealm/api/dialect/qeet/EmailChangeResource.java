package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.service.verification.EmailChange;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/me/email/change}. */
public final class EmailChangeResource {

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    EmailChangeResource(Exchange exchange, Services services, QeetErrors errors) {
        this.exchange = exchange;
        this.services = services;
        this.errors = errors;
    }

    @POST
    @Path("start")
    public Response start(InputStream body) {
        return exchange.authenticated(
                errors,
                body,
                QeetRequests.ChangeEmail::parse,
                (caller, request) -> {
                    if (request.email() == null) {
                        return errors.of(QeetError.NO_EMAIL);
                    }
                    int wait = exchange.takeSensitiveToken(caller);
                    return wait > 0
                            ? errors.rateLimited(wait)
                            : CodeAnswers.STARTED.apply(
                                    errors, change(caller).start(caller.user(), request.email()));
                });
    }

    @POST
    @Path("confirm")
    public Response confirm(InputStream body) {
        return exchange.authenticated(
                errors,
                body,
                QeetRequests.Code::parse,
                (caller, request) ->
                        CodeAnswers.CONFIRMED.apply(
                                new CodeAnswers.Confirmation(errors, EmailChangeResource::changed),
                                change(caller).confirm(caller.user(), request.code())));
    }

    private static QeetBodies.EmailChanged changed(String email) {
        return new QeetBodies.EmailChanged("The address is changed.", email);
    }

    private EmailChange change(Caller caller) {
        return services.emailChange(caller.tenant());
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }
}
