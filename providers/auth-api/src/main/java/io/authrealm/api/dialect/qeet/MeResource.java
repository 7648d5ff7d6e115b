package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/me}. Its paths stand in {@link QeetApi}: at the path of a class of its own, the server
 * would prefer {@link AnyOtherRoute} to a method without a path.
 */
final class MeResource {

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    MeResource(Exchange exchange, Services services, QeetErrors errors) {
        this.exchange = exchange;
        this.services = services;
        this.errors = errors;
    }

    Response read() {
        return exchange.authenticated(
                errors,
                caller ->
                        Answer.ok(
                                QeetBodies.User.of(
                                        services.profiles(caller.tenant()).of(caller.user()))));
    }

    Response change(InputStream body) {
        return exchange.authenticated(
                errors,
                body,
                QeetRequests::profileChanges,
                (caller, changes) ->
                        services.profiles(caller.tenant())
                                .change(caller.user(), changes)
                                .map(profile -> Answer.ok(QeetBodies.User.of(profile)))
                                .orElseGet(
                                        () ->
                                                errors.of(
                                                        QeetError.FORBIDDEN,
                                                        "the profile is managed elsewhere")));
    }
}
