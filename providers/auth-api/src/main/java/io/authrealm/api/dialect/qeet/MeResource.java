package io.authrealm.api.dialect.qeet;

import io.authrealm.api.account.Profiles;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code /v1/me} (contract, section 11). */
public final class MeResource {

    private final Exchange exchange;
    private final QeetErrors errors;

    MeResource(Exchange exchange) {
        this.exchange = exchange;
        this.errors = new QeetErrors(exchange.requestId());
    }

    @GET
    public Response read() {
        return exchange.authenticated(
                errors,
                caller ->
                        Answer.ok(
                                QeetBodies.User.of(
                                        new Profiles(exchange.session(), caller.tenant())
                                                .of(caller.user()))));
    }

    @PATCH
    public Response change(InputStream body) {
        return exchange.authenticated(
                errors,
                body,
                QeetRequests::profileChanges,
                (caller, changes) ->
                        Answer.ok(
                                QeetBodies.User.of(
                                        new Profiles(exchange.session(), caller.tenant())
                                                .change(caller.user(), changes))));
    }

    @Path(AnyOtherRoute.PATH)
    public AnyOtherRoute anyOtherRoute() {
        return new AnyOtherRoute(exchange, errors);
    }
}
